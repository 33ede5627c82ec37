/** @file How scores of modules are drawn as heat and written as text. */
import type { ModuleScore, ModuleScores } from '../../scores/moduleScores';

/** Whether colours go by the logarithm of the scores, and not by the scores. */
export const isByLogarithm = (scores: ModuleScores): boolean => scores.every(({ value }) => value > 0);

/**
 * The strength of each module's colour, 0 to 1, in the order of the scores: by the logarithm, because gradient scores of
 * one model differ by orders of magnitude. If all are equal, or one is not positive, by the value itself.
 */
export function heatOf(scores: ModuleScores): number[] {
  const values = scores.map(({ value }) => value);
  const shown = isByLogarithm(scores) ? values.map(Math.log) : values;
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  return shown.map((value) => (high > low ? (value - low) / (high - low) : 0.5));
}

/** Three digits, as powers of ten where that is shorter: `1.23e-8`. */
export function formatScoreValue(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 0.001 && size < 10_000 ? String(Number(value.toPrecision(3))) : value.toExponential(2);
}

/** `1.23e-8, 4 of 72`: the score and its rank, the largest first. */
export function formatRanked(score: ModuleScore, scores: ModuleScores): string {
  const larger = scores.filter(({ value }) => value > score.value).length;
  return `${formatScoreValue(score.value)}, ${larger + 1} of ${scores.length}`;
}
