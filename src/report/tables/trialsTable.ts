/**
 * @file The table of trials, with one row per trial: its scenario's settings, and every figure of its record that is a
 * single value.
 */
import type { Measure } from '../../experiment/experiment';
import type { TrialRecord } from '../../results/results';
import { valueOf } from '../../results/valueOf';
import { scenarioOf, type SettingsOf } from './scenarioColumns';
import { tableOf, type Column, type Table } from './table';

const byMeasure =
  (measure: Measure) =>
  (record: TrialRecord): number | null =>
    valueOf(record, measure);

const FIGURES: readonly Column<TrialRecord>[] = [
  ['seed', ({ seed }) => seed],
  ['status', ({ status }) => status],
  ['message', ({ message }) => message],
  ['accuracy', ({ accuracy }) => accuracy],
  ['macroF1', byMeasure('macroF1')],
  ['balancedAccuracy', byMeasure('balancedAccuracy')],
  ['mcc', byMeasure('mcc')],
  ['validationLoss', ({ validationLoss }) => validationLoss],
  ['steps', ({ steps }) => steps],
  ['trainableParameters', ({ trainableParameters }) => trainableParameters],
  ['relativeParameters', ({ relativeParameters }) => relativeParameters],
  ['peakBytes', ({ peakBytes }) => peakBytes],
  ['memory.weights', ({ memory }) => memory.weights],
  ['memory.adapters', ({ memory }) => memory.adapters],
  ['memory.gradients', ({ memory }) => memory.gradients],
  ['memory.optimizer', ({ memory }) => memory.optimizer],
  ['memory.activations', ({ memory }) => memory.activations],
  ['memory.workspace', ({ memory }) => memory.workspace],
  ['samplesPerSecond', ({ samplesPerSecond }) => samplesPerSecond],
  ['seconds', ({ seconds }) => seconds],
  ['together.trials', ({ together }) => together?.trials ?? null],
  ['together.seconds', ({ together }) => together?.seconds ?? null],
  ['together.peakBytes', ({ together }) => together?.peakBytes ?? null],
  ['finishedAt', ({ finishedAt }) => finishedAt],
  ['backend', ({ environment }) => environment.backend],
  ['device', ({ environment }) => environment.device],
  ['software', ({ environment }) => environment.software],
  ['userAgent', ({ environment }) => environment.userAgent],
  ['labVersion', ({ environment }) => environment.labVersion],
  ['validationId', ({ validationId }) => validationId ?? null],
  ['id', ({ id }) => id],
];

export function trialsTable(settingsOf: SettingsOf, records: readonly TrialRecord[]): Table {
  return tableOf([...scenarioOf<TrialRecord>(settingsOf), ...FIGURES], records);
}
