/** @file The value of a finished trial by a measure, from its accuracy or from its confusion counts. */
import type { Measure } from '../experiment/experiment';
import { measureOf } from '../stats/measures/fromConfusion';
import { meanOf } from '../stats/summary';
import type { TrialRecord } from './results';
import type { SeedRecord } from './seededValues';

/** A record of a trial that ended as done. */
export type DoneRecord = SeedRecord & { readonly accuracy: number };

/**
 * The value by which scenarios are compared; for pooled copies their mean.
 * @returns null if the record does not say which classes were taken for which, and the measure needs that
 */
export function valueOf(record: DoneRecord, measure: Measure): number | null {
  if (measure === 'accuracy') return record.accuracy;
  if (!record.copies) return fromCounts(record, measure);
  const values = record.copies.flatMap((copy) => fromCounts(copy, measure) ?? []);
  return values.length === record.copies.length ? meanOf(values) : null;
}

function fromCounts({ confusion }: TrialRecord, measure: Measure): number | null {
  const value = confusion ? measureOf(confusion, measure) : NaN;
  return Number.isNaN(value) ? null : value;
}
