/** @file The validation rows behind an experiment's values: those that were measured, or those that will be. */
import type { DataInspection } from '../../../workers/protocol';
import { sumOf } from '../../../src/base/sum';
import { DEFAULT_DATASET } from '../../../src/experiment/defaults';
import type { Experiment } from '../../../src/experiment/experiment';
import type { TrialRecord } from '../../../src/results/results';
import { guessingOf, type Guessing } from '../../../src/stats/guessing';
import { EMBEDDED_ROWS } from '../timing/expected';

export interface ValidationSet {
  /** Validation sentences behind each value; null if not known. */
  readonly rows: number | null;
  /** What guessing reaches; null if the classes of these sentences are not known. */
  readonly guessing: Guessing | null;
}

/**
 * Prefers what the records measured to what the settings ask for: a data set may have fewer rows.
 * @param inspection the inspection of the experiment's data set; null if it has not been looked at
 */
export function validationSet(
  { training, dataset, judging: { measure } }: Pick<Experiment, 'training' | 'dataset' | 'judging'>,
  records: readonly Pick<TrialRecord, 'status' | 'validationClasses'>[],
  inspection: Pick<DataInspection, 'rows' | 'labels' | 'complete'> | null,
): ValidationSet {
  const measured = records.flatMap(({ status, validationClasses }) =>
    status === 'done' && validationClasses ? [validationClasses] : [],
  );
  const [first] = measured;
  if (first) {
    const same = measured.every((classes) => classes.join() === first.join());
    const rows = sumOf(first);
    if (same) return { rows, guessing: guessingOf(first, measure) };
    return { rows: measured.every((classes) => sumOf(classes) === rows) ? rows : null, guessing: null };
  }
  const { validationRows: wanted, trainingRows } = training;
  const counts = inspection?.labels.flatMap(({ validation }) => validation ?? []) ?? [];
  const isCounted = counts.length > 0 && counts.length === inspection?.labels.length;
  // Rows that are held out depend on how many are trained on: they are known in advance only where all are used.
  const isHeldOut = inspection !== null && inspection.rows.validation === null;
  if (isHeldOut && (wanted !== null || trainingRows !== null)) return { rows: null, guessing: null };
  const embedded = dataset === DEFAULT_DATASET ? EMBEDDED_ROWS.validation : null;
  const all = isCounted && inspection.complete ? sumOf(counts) : embedded;
  if (all === null) return { rows: null, guessing: null };
  // The classes of a sample are known once it is drawn.
  const whole = isCounted && (wanted === null || wanted >= all);
  return { rows: Math.min(wanted ?? all, all), guessing: whole ? guessingOf(counts, measure) : null };
}
