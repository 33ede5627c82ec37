/** @file Scores of modules: one number for each layer and component, its spread, and which modules it puts first. */
import { COMPONENTS, moduleSet, type Component, type ModuleSet } from '../architecture/modules';
import { createRandom } from '../base/random';
import { summarize } from '../stats/summary';

/** Which module a score is of. */
export interface ModuleAt {
  /** The layer, 1-based, as people count layers. */
  readonly layer: number;
  readonly component: Component;
}

/** One module's score. */
export interface ModuleScore extends ModuleAt {
  readonly value: number;
  /** Sample standard deviation from batch to batch of one seed, pooled over the seeds; null for fewer than two batches. */
  readonly acrossBatches: number | null;
  /** Sample standard deviation of the seeds' means; null for fewer than two seeds. */
  readonly acrossSeeds: number | null;
  /** Of a knock-out: by how much the validation accuracy changes, in [-1, 1], the mean over seeds. */
  readonly accuracyChange?: number;
}

/**
 * The scores of all modules, or of all that have an adapter: lowest layer first, in a layer in the order of `COMPONENTS`.
 */
export type ModuleScores = readonly ModuleScore[];

/** The score of a whole layer (1-based), or of one component in all layers. */
export interface GroupScore extends Omit<ModuleScore, 'layer' | 'component'> {
  readonly group: number | Component;
}

/** All that a request for scores gives. */
export interface Scored {
  readonly modules: ModuleScores;
  /** Layers, lowest first, then components; empty unless the score is measured of them too. */
  readonly groups: readonly GroupScore[];
}

/** The modules of a model, in the order of {@link ModuleScores}. */
export function everyModule(layers: number): ModuleAt[] {
  return Array.from({ length: layers * COMPONENTS.length }, (_, index) => moduleAt(index));
}

/** The modules of a set, in the order of {@link ModuleScores}. */
export function modulesOf(set: ModuleSet): ModuleAt[] {
  return set.flatMap((components, index) => components.map((component) => ({ layer: index + 1, component })));
}

/**
 * Summarizes what was measured of every module, batch by batch.
 * @param measured by seed, by batch, by module: the modules in the order of {@link ModuleScores}
 * @returns the mean over seeds of each module's mean over batches, with its spread
 */
export function scoresOf(layers: number, measured: readonly (readonly Float64Array[])[]): ModuleScores {
  return scoresOfModules(everyModule(layers), measured);
}

/** As {@link scoresOf}, of these modules. */
export function scoresOfModules(
  modules: readonly ModuleAt[],
  measured: readonly (readonly Float64Array[])[],
): ModuleScores {
  return modules.map((module, index) => {
    const bySeed = measured.map((batches) => summarize(batches.map((values) => values[index] ?? NaN)));
    const means = bySeed.flatMap(({ mean }) => mean ?? []);
    const deviations = bySeed.flatMap(({ sd }) => sd ?? []);
    const { mean, sd } = summarize(means);
    return {
      ...module,
      value: mean ?? NaN,
      acrossBatches: rootMeanSquare(deviations),
      acrossSeeds: sd,
    };
  });
}

/** The module at an index of {@link ModuleScores}. */
export function moduleAt(index: number): ModuleAt {
  const component = COMPONENTS[index % COMPONENTS.length];
  if (!component) throw new Error(`${index} is no index of a module.`);
  return { layer: Math.floor(index / COMPONENTS.length) + 1, component };
}

function rootMeanSquare(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

export type ScoreEnd = 'best' | 'worst';

/** The `count` modules with the largest or the smallest values; of equal ones those that come first. */
export function modulesAtEnd(scores: ModuleScores, count: number, end: ScoreEnd): ModuleSet {
  const sign = end === 'best' ? -1 : 1;
  return setOf(
    scores,
    [...scores].sort((a, b) => sign * (a.value - b.value)),
    count,
  );
}

/** `count` modules drawn from all scored ones, without regard to their scores; one seed, one choice. */
export function randomModules(scores: ModuleScores, count: number, seed: number): ModuleSet {
  return setOf(scores, createRandom(seed, 'random modules').shuffle([...scores]), count);
}

function setOf(scores: ModuleScores, ordered: ModuleScores, count: number): ModuleSet {
  const chosen = new Set(ordered.slice(0, count).map(({ layer, component }) => `${layer} ${component}`));
  const layers = Math.max(0, ...scores.map(({ layer }) => layer));
  return moduleSet(layers, (layer, component) => chosen.has(`${layer} ${component}`));
}
