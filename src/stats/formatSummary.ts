/** @file Texts beside and below the densities. */
import { liesOn, type Range } from './densities/axis';
import { binomialError } from './binomialInterval';
import { count, points } from '../base/format';
import type { MeasureForm } from './measures/measureForm';
import { othersText, type Ended, type Outcomes } from './outcomes';
import type { Summary } from './summary';

/** What these texts need from a scenario's results. */
interface Summarized {
  readonly summary: Pick<Summary, 'mean'>;
}

interface Named extends Pick<Outcomes<Ended>, 'others'> {
  readonly scenario: { readonly name: string };
}

/** Says how the curves were computed. */
export function formatBandwidth(bandwidth: number, reflected: boolean, { amount }: MeasureForm): string {
  return (
    `All curves are smoothed alike and have the same area: Gaussian kernel, bandwidth ${amount(bandwidth, 1)}, ` +
    'the median of what Silverman’s rule gives each scenario' +
    (reflected ? ', reflected at the end of the scale.' : '.')
  );
}

/** The resolution of the validation set; empty before the first trial. */
export function formatResolution(
  groups: readonly Summarized[],
  rows: number | null,
  { name }: MeasureForm,
): string {
  const means = groups.flatMap(({ summary }) => summary.mean ?? []);
  if (means.length === 0) return '';
  if (rows === null) return 'How many validation sentences stand behind a value is not known here.';
  if (name !== 'accuracy')
    return `Each ${name} is of ${count(rows)} validation sentences; it is no share of them, so no binomial standard error is told.`;
  const errors = means.map((mean) => binomialError(rows, mean));
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

/** Names the trials without a result, so that nobody takes the others for all; empty if there are none. */
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

interface Unmeasured {
  readonly scenario: { readonly name: string };
  readonly done: readonly { readonly seed: number }[];
  /** Those of them that have a value. */
  readonly measured: readonly { readonly seed: number }[];
}

/** The most seeds that are listed. */
const MOST_LISTED = 6;

/** Names the finished trials whose records cannot be read by the measure; empty if there are none. */
export function formatUnmeasured(groups: readonly Unmeasured[], { name }: MeasureForm): string {
  const some = groups.flatMap(({ scenario, done, measured }) => {
    const known = new Set(measured);
    const missing = done.filter((trial) => !known.has(trial)).map(({ seed }) => seed);
    if (missing.length === 0) return [];
    const more = missing.length - MOST_LISTED;
    const seeds = missing.slice(0, MOST_LISTED).join(', ') + (more > 0 ? ` and ${count(more)} more` : '');
    return [`${scenario.name}: ${count(missing.length)} of ${count(done.length)} (seed ${seeds})`];
  });
  if (some.length === 0) return '';
  return (
    `Finished trials without ${name}: ${some.join('; ')}. Their records, of an older version or from a link, do not say which ` +
    'classes were taken for which, so they are in no mean, curve or comparison here. Run them again, or compare by accuracy.'
  );
}

/** Says how many trials lie outside the shown part of the axis; empty if it shows all. */
export function formatOutside(axis: Range, values: readonly number[]): string {
  const outside = values.filter((value) => !liesOn(axis, value)).length;
  if (outside === 0) return '';
  return outside === 1
    ? '1 trial lies outside this range.'
    : `${count(outside)} trials lie outside this range.`;
}
