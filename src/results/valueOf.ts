/** @file The value of a finished trial by a measure, from its accuracy or from its confusion counts. */
import type { Measure } from '../experiment/experiment';
import { valueFromConfusion } from '../stats/measures/fromConfusion';
import { meanOf } from '../stats/summary';
import type { TrialRecord } from './results';

/** A record that stands for its seed: a trial's own, or the first of several copies, with the mean accuracy of all. */
export interface SeedRecord extends TrialRecord {
  /** The trials that were pooled into this record; left out for a single trial. */
  readonly copies?: readonly TrialRecord[];
}

/**
 * The value by which scenarios are compared; for pooled copies their mean.
 * @returns null unless the trial is done; and if the measure needs to know which classes were taken for which, and the
 *   record does not say
 */
export function valueOf(record: SeedRecord, measure: Measure): number | null {
  if (measure === 'accuracy' || record.accuracy === null) return record.accuracy;
  if (!record.copies) return fromCounts(record, measure);
  const values = record.copies.flatMap((copy) => fromCounts(copy, measure) ?? []);
  return values.length === record.copies.length ? meanOf(values) : null;
}

function fromCounts({ confusion }: TrialRecord, measure: Measure): number | null {
  const value = confusion ? valueFromConfusion(confusion, measure) : NaN;
  return Number.isNaN(value) ? null : value;
}
