/** @file The summary table, with one row per scenario that sums up its trials. */
import type { Scenario } from '../../experiment/experiment';
import type { ScenarioResults } from '../../figures/scenarioResults';
import { peakMemory, speedsOf, totalBytes } from '../../results/costs';
import type { Selection } from '../../stats/selection';
import { summarize } from '../../stats/summary';
import { scenarioOf, type SettingsOf } from './scenarioColumns';
import { tableOf, type Column, type Table } from './table';

/** How much better the best scenario of a sweep looks than it is, by scenario. */
export type Selections = ReadonlyMap<Scenario, Selection>;

const selectionColumns = (selections: Selections): readonly Column<ScenarioResults>[] => [
  ['bestOf', ({ scenario }) => selections.get(scenario)?.scenarios ?? null],
  ['expectedInflation', ({ scenario }) => selections.get(scenario)?.inflation ?? null],
];

const FIGURES: readonly Column<ScenarioResults>[] = [
  ['n', ({ summary }) => summary.n],
  ['meanAccuracy', ({ summary }) => summary.mean],
  ['sd', ({ summary }) => summary.sd],
  ['interval95From', ({ summary }) => summary.interval?.from ?? null],
  ['interval95To', ({ summary }) => summary.interval?.to ?? null],
  ['min', ({ summary }) => summary.min],
  ['max', ({ summary }) => summary.max],
  ['diverged', ({ others }) => others.diverged],
  ['failed', ({ others }) => others.failed],
  ['cancelled', ({ others }) => others.cancelled],
  ['notRun', ({ open }) => open],
  ['trainableParameters', ({ done }) => done[0]?.trainableParameters ?? null],
  ['relativeParameters', ({ done }) => done[0]?.relativeParameters ?? null],
  ['peakBytes', ({ done }) => peakOf(done)],
  ['meanSamplesPerSecond', ({ done }) => summarize(speedsOf(done)).mean],
];

function peakOf(done: ScenarioResults['done']): number | null {
  const peak = peakMemory(done, null);
  return peak && totalBytes(peak.memory);
}

/** Accuracies are fractions; the interval is Student's, not cut at 0 and 1. */
export function summaryTable(
  settingsOf: SettingsOf,
  groups: readonly ScenarioResults[],
  selections: Selections,
): Table {
  const columns = [...scenarioOf<ScenarioResults>(settingsOf), ...FIGURES, ...selectionColumns(selections)];
  return tableOf(columns, groups);
}
