/** @file Texts of predictions, results and scores. */
import type { PredictionTask } from '../../src/lessons/lesson';
import type { Prediction, Result, Score } from '../../src/lessons/prediction';

/** Three digits are plenty for comparing a guess. */
const short = (value: number): string => String(Number(value.toPrecision(3)));

const labelOf = (task: PredictionTask, value: string): string =>
  task.kind === 'choice' ? (task.options.find((option) => option.value === value)?.label ?? value) : value;

const withUnit = (task: PredictionTask, value: number): string =>
  task.kind === 'number' ? `${short(value)} ${task.unit}` : short(value);

/** The lines that a prediction is shown as; several for an order. */
export function predictionLines(task: PredictionTask, prediction: Prediction): readonly string[] {
  switch (prediction.kind) {
    case 'skipped':
      return ['none: skipped'];
    case 'ranking':
      return prediction.order;
    case 'choice':
      return [labelOf(task, prediction.value)];
    case 'number':
      return [withUnit(task, prediction.value)];
  }
}

export function resultLines(task: PredictionTask, result: Result): readonly string[] {
  switch (result.kind) {
    case 'ranking':
      return result.order;
    case 'choice':
      return [formatDecision(task, result)];
    case 'number':
      return [withUnit(task, result.actual)];
  }
}

function formatDecision(
  task: PredictionTask,
  { answers, state }: Extract<Result, { kind: 'choice' }>,
): string {
  const isAny = task.kind === 'choice' && answers.length === task.options.length;
  if (state === 'open' && isAny) return 'open';
  const text = answers.map((answer) => labelOf(task, answer)).join(' or ');
  if (state === 'open') return `open: ${text}`;
  return state === 'a wash' ? `${text}: a wash` : text;
}

/** What came of a pick, by the verdicts. */
const OUTCOMES: Readonly<Record<Extract<Score, { kind: 'choice' }>['outcome'], string>> = {
  right: 'As you predicted.',
  wrong: 'Not as you predicted.',
  'a wash': 'Neither right nor wrong: your pick is one of those named, and between them it is a wash.',
  open: 'Neither right nor wrong: these results leave it open.',
};

export function formatScore(score: Score): string {
  switch (score.kind) {
    case 'ranking':
      return formatRanking(score);
    case 'choice':
      return OUTCOMES[score.outcome];
    case 'number':
      return `Your guess is ${short(score.distance)} off.`;
  }
}

function formatRanking({ right, decided, washes, open }: Extract<Score, { kind: 'ranking' }>): string {
  const undecided = [
    ...(washes > 0 ? [`${washes} ${washes === 1 ? 'is' : 'are'} a wash`] : []),
    ...(open > 0 ? [`${open} ${open === 1 ? 'is' : 'are'} open`] : []),
  ].join(' and ');
  if (decided === 0)
    return open > 0
      ? `No difference is clear yet: ${undecided}. Add seeds.`
      : `No difference matters: ${undecided}.`;
  const text = `You have ${right} of ${decided} decided ${decided === 1 ? 'pair' : 'pairs'} in the right order.`;
  return undecided === '' ? text : `${text} Of the other pairs ${undecided}.`;
}
