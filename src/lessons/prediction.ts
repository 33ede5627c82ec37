/** @file A reader's prediction: reading it from storage, and comparing it with what came out. */
import type { PredictionTask } from './lesson';
import type { Decision, Outcomes, Standing } from './outcomes';

export type Prediction =
  | { readonly kind: 'ranking'; readonly order: readonly string[] }
  | { readonly kind: 'choice'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  /** The reader skipped the prediction. */
  | { readonly kind: 'skipped' };

export type Score =
  | {
      readonly kind: 'ranking';
      /** Scenarios by mean accuracy, best first. */
      readonly order: readonly string[];
      /** Pairs whose order the prediction has right, of those of which one is shown to be better. */
      readonly right: number;
      readonly decided: number;
      /** Pairs that are a wash. */
      readonly washes: number;
      readonly open: number;
    }
  | {
      readonly kind: 'choice';
      /** `a wash` and `open` for a pick that is neither: it is one of several that may be the answer. */
      readonly outcome: 'right' | 'wrong' | 'a wash' | 'open';
    }
  | { readonly kind: 'number'; readonly actual: number; readonly distance: number };

/** Whether `value` is a prediction that the task could have been given: storage may hold an older lesson's. */
export function isPrediction(value: unknown, task: PredictionTask): value is Prediction {
  if (typeof value !== 'object' || value === null) return false;
  const known = value as { kind?: unknown; order?: unknown; value?: unknown };
  if (known.kind === 'skipped') return true;
  if (known.kind !== task.kind) return false;
  switch (task.kind) {
    case 'ranking':
      return (
        Array.isArray(known.order) &&
        known.order.length === task.scenarios.length &&
        task.scenarios.every((name) => (known.order as unknown[]).includes(name))
      );
    case 'choice':
      return task.options.some((option) => option.value === known.value);
    case 'number':
      return typeof known.value === 'number' && known.value >= task.min && known.value <= task.max;
  }
}

/** The answer that the outcomes give by themselves: an order, answers or a number. */
export type Result =
  | { readonly kind: 'ranking'; readonly order: readonly string[] }
  | ({ readonly kind: 'choice' } & Decision)
  | { readonly kind: 'number'; readonly actual: number };

export function resultOf(task: PredictionTask, outcomes: Outcomes): Result | null {
  switch (task.kind) {
    case 'ranking': {
      const mean = (name: string): number => outcomes.byName.get(name)?.mean ?? NaN;
      if (task.scenarios.some((name) => Number.isNaN(mean(name)))) return null;
      return { kind: 'ranking', order: [...task.scenarios].sort((a, b) => mean(b) - mean(a)) };
    }
    case 'choice': {
      const decision = task.decide(outcomes);
      return decision && { kind: 'choice', ...decision };
    }
    case 'number': {
      const actual = task.measure(outcomes);
      return actual === null || !Number.isFinite(actual) ? null : { kind: 'number', actual };
    }
  }
}

/** @returns null for a skipped prediction, or while results are missing */
export function score(task: PredictionTask, prediction: Prediction, outcomes: Outcomes): Score | null {
  const result = resultOf(task, outcomes);
  if (result?.kind === 'ranking' && prediction.kind === 'ranking')
    return { ...result, ...countPairs(prediction.order, outcomes) };
  if (result?.kind === 'choice' && prediction.kind === 'choice')
    return { kind: 'choice', outcome: outcomeOf(prediction.value, result) };
  if (result?.kind === 'number' && prediction.kind === 'number')
    return { ...result, distance: Math.abs(result.actual - prediction.value) };
  return null;
}

function outcomeOf(value: string, { answers, state }: Decision) {
  if (!answers.includes(value)) return 'wrong';
  return state === 'decided' ? 'right' : state;
}

function countPairs(order: readonly string[], { standing }: Outcomes) {
  const pairs = order.flatMap((first, i) => order.slice(i + 1).map((second) => standing(first, second)));
  const count = (which: Standing) => pairs.filter((each) => each === which).length;
  const [right, wrong] = [count('better'), count('worse')];
  return { right, decided: right + wrong, washes: count('a wash'), open: count('open') };
}
