/** @file The predictions of a room, counted, and what became of them: shares, never names. */
import { count, percent } from '../base/format';
import { groupBy } from '../base/groupBy';
import { lessonById } from '../lessons';
import type { PredictionTask } from '../lessons/lesson';
import { bestOf, type Outcomes } from '../lessons/outcomes';
import { isPrediction, resultOf, score, type Prediction } from '../lessons/prediction';
import type { SharedPrediction } from '../results/prediction';
import type { LibraryEntry } from './entry';

export interface WallBar {
  readonly label: string;
  /** The scenario whose colour the bar has; null for an answer that is none. */
  readonly scenario: string | null;
  readonly count: number;
}

export interface ClassWall {
  readonly task: PredictionTask;
  /** What the bars count, in words. */
  readonly caption: string;
  readonly predictions: readonly Prediction[];
  readonly bars: readonly WallBar[];
  /** Entries that answer another question, or none. */
  readonly without: number;
}

/** A histogram of guessed numbers has at most this many bars. */
const MOST_BARS = 10;

/** @returns null if no entry has a prediction. Of several questions the one that most have answered is shown. */
export function classWall(entries: readonly LibraryEntry[]): ClassWall | null {
  const made = entries.flatMap(({ results: { prediction } }) => prediction ?? []);
  const groups = [...groupBy(made, questionOf).values()].sort((a, b) => b.length - a.length);
  for (const group of groups) {
    const task = taskOf(group[0]);
    const predictions = task ? group.map(madeOf).filter((each) => isPrediction(each, task)) : [];
    if (!task || predictions.length === 0) continue;
    const without = entries.length - predictions.length;
    return { task, caption: captionOf(task), predictions, bars: barsOf(task, predictions), without };
  }
  return null;
}

const madeOf = (shared: SharedPrediction): Prediction =>
  shared.kind === 'number' ? { kind: 'number', value: shared.guess } : shared;

function questionOf(prediction: SharedPrediction): string {
  const names = prediction.kind === 'ranking' ? [...prediction.order].sort() : [];
  return JSON.stringify([prediction.lesson, prediction.lesson === null ? names : []]);
}

function taskOf(prediction: SharedPrediction): PredictionTask | null {
  if (prediction.lesson !== null) return lessonById(prediction.lesson)?.task ?? null;
  return prediction.kind === 'ranking'
    ? {
        kind: 'ranking',
        prompt: 'Which scenario reaches the highest accuracy?',
        scenarios: [...prediction.order].sort(),
      }
    : null;
}

function captionOf(task: PredictionTask): string {
  switch (task.kind) {
    case 'ranking':
      return 'How many expect which scenario to come out best';
    case 'choice':
      return 'How many chose which answer';
    case 'number':
      return `How many guessed what${task.unit === '' ? '' : `, in ${task.unit}`}`;
  }
}

function barsOf(task: PredictionTask, predictions: readonly Prediction[]): WallBar[] {
  const countOf = (isSo: (prediction: Prediction) => boolean): number => predictions.filter(isSo).length;
  switch (task.kind) {
    case 'ranking':
      return task.scenarios.map((name) => ({
        ...{ label: name, scenario: name },
        count: countOf((each) => each.kind === 'ranking' && each.order[0] === name),
      }));
    case 'choice':
      return task.options.map(({ value, label }) => ({
        ...{ label, scenario: task.scenarios.includes(value) ? value : null },
        count: countOf((each) => each.kind === 'choice' && each.value === value),
      }));
    case 'number': {
      const values = predictions.flatMap((each) => (each.kind === 'number' ? [each.value] : []));
      return numberBars(values, task.step);
    }
  }
}

/** Bars of equal width over the guesses, as narrow as the task's step allows. */
function numberBars(values: readonly number[], step: number): WallBar[] {
  const low = Math.min(...values);
  const steps = Math.round((Math.max(...values) - low) / step) + 1;
  const wide = Math.ceil(steps / MOST_BARS);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const word = (at: number): string => (low + at * step).toFixed(digits);
  return Array.from({ length: Math.ceil(steps / wide) }, (_, i) => {
    const [from, to] = [i * wide, Math.min(steps, (i + 1) * wide) - 1];
    const isIn = (value: number): boolean => {
      const at = Math.round((value - low) / step);
      return at >= from && at <= to;
    };
    const label = from === to ? word(from) : `${word(from)}–${word(to)}`;
    return { label, scenario: null, count: values.filter(isIn).length };
  });
}

export interface WallAnswer {
  /** Who guessed right, as a share; or why that cannot be said yet. */
  readonly sentence: string;
  /** Labels of the bars that are right; empty while that is open. */
  readonly right: readonly string[];
}

/** @param outcomes of the pooled trials, by the scenarios' names */
export function answerOf({ task, predictions }: ClassWall, outcomes: Outcomes): WallAnswer {
  const open = (sentence: string): WallAnswer => ({ sentence, right: [] });
  const result = resultOf(task, outcomes);
  if (!result) return open('Not all scenarios have results yet.');
  if (result.kind === 'number') {
    const distances = predictions.flatMap((each) => {
      const reached = score(task, each, outcomes);
      return reached?.kind === 'number' ? [reached.distance] : [];
    });
    const near = distances.filter((distance) => distance <= (task.kind === 'number' ? task.step : 0)).length;
    return open(
      `It is ${result.actual.toFixed(1)}${task.kind === 'number' && task.unit !== '' ? ` ${task.unit}` : ''}. ${shareOf(near, predictions.length)} came within one step of it.`,
    );
  }
  const decision = result.kind === 'choice' ? result : bestOf(outcomes, task.scenarios);
  if (!decision) return open('Not all scenarios have results yet.');
  const { answers, state } = decision;
  if (state !== 'decided')
    return open(
      state === 'a wash'
        ? `It makes no difference that matters: ${answers.join(', ')} do equally well.`
        : `It is still open between ${answers.join(', ')}: more seeds would tell.`,
    );
  const [best = ''] = answers;
  const right = predictions.filter((each) =>
    each.kind === 'ranking' ? each.order[0] === best : each.kind === 'choice' && each.value === best,
  ).length;
  const label =
    task.kind === 'choice' ? (task.options.find(({ value }) => value === best)?.label ?? best) : best;
  return {
    sentence: `The answer is ${label}. ${shareOf(right, predictions.length)} guessed right.`,
    right: [label],
  };
}

const shareOf = (part: number, all: number): string =>
  `${count(part)} of ${count(all)} (${percent(part / all)})`;
