/** @file Texts beside and below the densities. */
import { liesOn, type Range } from './densities/axis';
import type { Interval } from './interval';
import { resolutionOf } from './resolution';
import { count, percent, points } from '../base/format';
import { othersText, type Ended, type Outcomes } from './outcomes';
import type { Summary } from './summary';

/** What these texts need from a scenario's results. */
interface Summarized {
  readonly summary: Pick<Summary, 'mean'>;
}

interface Named extends Pick<Outcomes<Ended>, 'others'> {
  readonly scenario: { readonly name: string };
}

/** "89.1 to 92.3 %": no accuracy lies outside 0 and 100 %, whatever the t interval says. */
export function formatInterval({ from, to }: Interval): string {
  return `${(Math.max(0, from) * 100).toFixed(1)} to ${percent(Math.min(1, to))}`;
}

/** Says how the curves were computed. */
export function formatBandwidth(bandwidth: number, reflected: boolean): string {
  return (
    `All curves are smoothed alike and have the same area: Gaussian kernel, bandwidth ${points(bandwidth, 2)}, ` +
    'the median of what Silverman’s rule gives each scenario' +
    (reflected ? ', reflected at the end of the scale.' : '.')
  );
}

/** The resolution of the validation set; empty before the first trial. */
export function formatResolution(groups: readonly Summarized[], rows: number | null): string {
  const means = groups.flatMap(({ summary }) => summary.mean ?? []);
  if (means.length === 0) return '';
  if (rows === null) return 'How many validation sentences stand behind an accuracy is not known here.';
  const errors = means.map((mean) => resolutionOf(rows, mean).standardError);
  const most = points(Math.max(...errors), 2);
  const least = points(Math.min(...errors), 2);
  const range = least === most ? most : `${least.replace(/\s+points$/, '')} to ${most}`;
  return (
    `Resolution: one of ${count(rows)} validation sentences is worth ${points(1 / rows, 2)}; a single accuracy has a ` +
    `binomial standard error of ${range}.`
  );
}

const REASONS: Readonly<Record<keyof Named['others'], string>> = {
  diverged: 'diverged: the loss was no longer a finite number',
  failed: 'failed: an error ended the trial',
  cancelled: 'cancelled: somebody stopped it',
};

/** Names the trials without an accuracy, so that nobody takes the others for all; empty if there are none. */
export function formatLeftOut(groups: readonly Named[]): string {
  const some = groups.filter((group) => othersText(group) !== '');
  if (some.length === 0) return '';
  const list = some.map((group) => `${group.scenario.name}: ${othersText(group)}`).join('; ');
  const kinds = (['diverged', 'failed', 'cancelled'] as const)
    .filter((kind) => some.some(({ others }) => others[kind] > 0))
    .map((kind) => REASONS[kind])
    .join('; ');
  return `Trials in no mean, curve or comparison: ${list} (${kinds}).`;
}

/** Says how many trials lie outside the shown part of the axis; empty if it shows all. */
export function formatOutside(axis: Range, accuracies: readonly number[]): string {
  const outside = accuracies.filter((accuracy) => !liesOn(axis, accuracy)).length;
  if (outside === 0) return '';
  return outside === 1
    ? '1 trial lies outside this range.'
    : `${count(outside)} trials lie outside this range.`;
}
