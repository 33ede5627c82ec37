/** @file The summary table, with one row per scenario that sums up its trials. */
import type { Measure, Scenario } from '../../experiment/experiment';
import { measureOfGroups, type ScenarioResults } from '../../figures/scenarioResults';
import { companyCosts } from '../../results/companies';
import { engineName, enginesOf, listed } from '../../results/engines';
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

/** The column of the mean says by which measure the figures are. */
const MEAN_COLUMNS: Readonly<Record<Measure, string>> = {
  accuracy: 'meanAccuracy',
  macroF1: 'meanMacroF1',
  balancedAccuracy: 'meanBalancedAccuracy',
  mcc: 'meanMcc',
};

const COUNT: Column<ScenarioResults> = ['n', ({ summary }) => summary.n];

const FIGURES: readonly Column<ScenarioResults>[] = [
  ['sd', ({ summary }) => summary.sd],
  ['interval95From', ({ summary }) => summary.interval?.from ?? null],
  ['interval95To', ({ summary }) => summary.interval?.to ?? null],
  ['min', ({ summary }) => summary.min],
  ['max', ({ summary }) => summary.max],
  ['doneWithoutValue', ({ done, values }) => done.length - values.length],
  ['diverged', ({ others }) => others.diverged],
  ['failed', ({ others }) => others.failed],
  ['cancelled', ({ others }) => others.cancelled],
  ['notRun', ({ open }) => open],
  ['trainableParameters', ({ done }) => done[0]?.trainableParameters ?? null],
  ['relativeParameters', ({ done }) => done[0]?.relativeParameters ?? null],
  ['peakBytes', ({ done }) => peakOf(done)],
  ['meanSamplesPerSecond', ({ done }) => summarize(speedsOf(done)).mean],
  ['trainedBy', ({ done }) => trainedBy(done)],
  // What a company took is of all its trials; memory and speed above are those of a trial alone.
  ['together.trials', ({ done }) => companyCosts(done)?.trials ?? null],
  ['together.seconds', ({ done }) => companyCosts(done)?.seconds ?? null],
  ['together.peakBytes', ({ done }) => companyCosts(done)?.peakBytes ?? null],
];

/** "the lab", "PyTorch 2.9.0", or both; null before a trial is done. Memory and speed are of one of them. */
function trainedBy(done: ScenarioResults['done']): string | null {
  const engines = enginesOf(done);
  return engines.length === 0 ? null : listed(engines.map((engine) => engineName(engine, done)));
}

function peakOf(done: ScenarioResults['done']): number | null {
  const peak = peakMemory(done, null);
  return peak && totalBytes(peak.memory);
}

/** Shares are fractions; the interval is Student's, not cut where the measure ends. */
export function summaryTable(
  settingsOf: SettingsOf,
  groups: readonly ScenarioResults[],
  selections: Selections,
): Table {
  const mean: Column<ScenarioResults> = [
    MEAN_COLUMNS[measureOfGroups(groups)],
    ({ summary }) => summary.mean,
  ];
  const figures = [COUNT, mean, ...FIGURES, ...selectionColumns(selections)];
  return tableOf([...scenarioOf<ScenarioResults>(settingsOf), ...figures], groups);
}
