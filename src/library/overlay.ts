/** @file The chosen scenarios of the library laid over each other, ready to be drawn. */
import type { Scenario } from '../experiment/experiment';
import { groupBy } from '../base/groupBy';
import { type Engine, engineOf, enginesOf } from '../results/engines';
import type { TrialRecord } from '../results/results';
import { parseSourceRef } from '../sources/sourceRef';
import { type Apart, whatStaysApart } from './apart';
import { nameRows } from './naming';
import { type Pool, poolRows } from './pooling';
import { type SourceRow, withoutDuplicates } from './rows';

export type OverlayMode = 'file' | 'together';

export interface OverlayRow extends Pool {
  /** The scenario, with a name and a colour of its own among the rows. */
  readonly scenario: Scenario;
}

export interface Overlay {
  readonly rows: readonly OverlayRow[];
  /** The number of trials that are in several entries; each counts once. */
  readonly duplicates: number;
  /** Rows that one might expect to be pooled; empty if rows are shown by file. */
  readonly apart: readonly Apart[];
  /** Whether rows of equal settings share seeds and so repeat each other, when rows are shown by file. */
  readonly repeats: boolean;
  readonly models: readonly string[];
  readonly datasets: readonly string[];
  /** Versions of the lab that computed finished trials. */
  readonly labVersions: readonly string[];
  /** What both PyTorch and the lab have trained; null unless finished trials are of both. */
  readonly engines: TwoEngines | null;
  /** Ids of files on somebody's device, which only their names tell apart. */
  readonly localSources: readonly string[];
}

export interface TwoEngines {
  /** Finished trials that PyTorch trained. */
  readonly byPytorch: number;
  /** Finished trials of either. */
  readonly done: number;
  /** Seeds that both have trained with the same settings. */
  readonly both: number;
  /** Those of them whose accuracies differ by more than rounding. */
  readonly differing: number;
  /** The largest of those differences, as a fraction. */
  readonly most: number;
}

/** @param chosen in the order of the library */
export function overlayRows(chosen: readonly SourceRow[], mode: OverlayMode): Overlay {
  const { rows, duplicates } = withoutDuplicates(chosen);
  const pools = poolRows(rows, mode);
  const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
  const models = unique(rows.map(({ entry }) => entry.results.experiment.model));
  const datasets = unique(rows.map(({ entry }) => entry.results.experiment.dataset));
  return {
    rows: nameRows(pools),
    duplicates,
    apart: mode === 'together' ? whatStaysApart(pools) : [],
    repeats: mode === 'file' && repeatsSeeds(pools),
    models,
    datasets,
    labVersions: unique(
      pools.flatMap(({ trials }) =>
        trials.filter(({ status }) => status === 'done').map(({ environment }) => environment.labVersion),
      ),
    ),
    engines: twoEngines(
      pools.flatMap(({ trials }) => trials.filter(({ status }) => status === 'done')),
      rows,
    ),
    localSources: [
      ...models.filter((id) => parseSourceRef('model', id)?.kind === 'local'),
      ...datasets.filter((id) => parseSourceRef('dataset', id)?.kind === 'local'),
    ],
  };
}

/** Accuracies are counts over rows, so that equal ones differ in the last digits at most. */
const ROUNDING = 1e-9;

function twoEngines(done: readonly TrialRecord[], rows: readonly SourceRow[]): TwoEngines | null {
  if (enginesOf(done).length < 2) return null;
  const finished = rows.flatMap(({ code, trials }) =>
    trials.flatMap((trial) => (trial.accuracy === null ? [] : [{ code, trial, accuracy: trial.accuracy }])),
  );
  const gaps = [...groupBy(finished, ({ code, trial }) => `${trial.seed} ${code}`).values()].flatMap(
    (same) => {
      const of = (engine: Engine) => same.filter(({ trial }) => engineOf(trial) === engine);
      const [lab, pytorch] = [of('lab'), of('pytorch')];
      if (lab.length === 0 || pytorch.length === 0) return [];
      return [Math.max(...lab.flatMap((a) => pytorch.map((b) => Math.abs(a.accuracy - b.accuracy))))];
    },
  );
  return {
    byPytorch: done.filter((trial) => engineOf(trial) === 'pytorch').length,
    done: done.length,
    both: gaps.length,
    differing: gaps.filter((gap) => gap > ROUNDING).length,
    most: Math.max(0, ...gaps),
  };
}

function repeatsSeeds(pools: readonly Pool[]): boolean {
  const seen = new Set<string>();
  for (const { sources, distinct } of pools)
    for (const { seed } of distinct) {
      const key = `${seed} ${sources[0].code}`;
      if (seen.has(key)) return true;
      seen.add(key);
    }
  return false;
}
