/** @file Texts of predictions, results and scores. */
import type { PredictionTask } from '../../src/lessons/lesson';
import type { Prediction, Result, Score } from '../../src/lessons/prediction';

/** Replaces a figure that would answer a lesson's question before its reader does. */
export const WITHHELD = 'shown after your prediction';

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
      return [result.answers.map((answer) => labelOf(task, answer)).join(' or ')];
    case 'number':
      return [withUnit(task, result.actual)];
  }
}

export function formatScore(score: Score): string {
  switch (score.kind) {
    case 'ranking':
      return formatRanking(score);
    case 'choice': {
      const one = score.answers.length === 1;
      if (score.hit)
        return one
          ? 'As you predicted.'
          : 'A hit: your pick cannot be told from the best, nor can the others named.';
      return one ? 'Not as you predicted.' : 'Not as you predicted: these cannot be told from each other.';
    }
    case 'number':
      return `Your guess is ${short(score.distance)} off.`;
  }
}

function formatRanking({ right, decided, open }: Extract<Score, { kind: 'ranking' }>): string {
  if (decided === 0) return 'No pair is decided: these seeds cannot tell any two apart. Add trials.';
  const text = `You have ${right} of ${decided} decided ${decided === 1 ? 'pair' : 'pairs'} in the right order.`;
  if (open === 0) return text;
  const pairs = open === 1 ? 'One pair lies' : `${open} pairs lie`;
  return `${text} ${pairs} closer than two standard errors and ${open === 1 ? 'is' : 'are'} not counted.`;
}
