/** @file A reader's prediction: reading it from storage, and comparing it with what came out. */
import type { PredictionTask } from './lesson';
import { compareMeans, type Outcomes } from './outcomes';

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
      /** Pairs whose order the prediction has right, of those that the results decide. */
      readonly right: number;
      readonly decided: number;
      /** Pairs that are too close to call. */
      readonly open: number;
    }
  | { readonly kind: 'choice'; readonly hit: boolean; readonly answers: readonly string[] }
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
  | { readonly kind: 'choice'; readonly answers: readonly string[] }
  | { readonly kind: 'number'; readonly actual: number };

export function resultOf(task: PredictionTask, outcomes: Outcomes): Result | null {
  switch (task.kind) {
    case 'ranking': {
      const mean = (name: string): number => outcomes.get(name)?.mean ?? NaN;
      if (task.scenarios.some((name) => Number.isNaN(mean(name)))) return null;
      return { kind: 'ranking', order: [...task.scenarios].sort((a, b) => mean(b) - mean(a)) };
    }
    case 'choice': {
      const answers = task.decide(outcomes);
      return answers && { kind: 'choice', answers };
    }
    case 'number': {
      const actual = task.measure(outcomes);
      return actual === null || !Number.isFinite(actual) ? null : { kind: 'number', actual };
    }
  }
}

/** @returns null for a skipped prediction, or while the outcomes do not decide */
export function score(task: PredictionTask, prediction: Prediction, outcomes: Outcomes): Score | null {
  const result = resultOf(task, outcomes);
  if (result?.kind === 'ranking' && prediction.kind === 'ranking')
    return { ...result, ...countPairs(prediction.order, outcomes) };
  if (result?.kind === 'choice' && prediction.kind === 'choice')
    return { ...result, hit: result.answers.includes(prediction.value) };
  if (result?.kind === 'number' && prediction.kind === 'number')
    return { ...result, distance: Math.abs(result.actual - prediction.value) };
  return null;
}

function countPairs(order: readonly string[], outcomes: Outcomes) {
  let [right, decided, open] = [0, 0, 0];
  order.forEach((better, i) => {
    for (const worse of order.slice(i + 1)) {
      const sign = compareMeans(outcomes.get(better), outcomes.get(worse));
      if (sign === 0) open++;
      else decided++;
      if (sign === 1) right++;
    }
  });
  return { right, decided, open };
}
