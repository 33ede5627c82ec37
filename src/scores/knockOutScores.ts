/** @file What the knock-outs of one or several seeds say: by how much loss and accuracy change without an adapter. */
import { COMPONENTS, moduleCount, type ModuleSet } from '../architecture/modules';
import { summarize } from '../stats/summary';
import { knockOutSets, type KnockedOut } from './knockOut';
import { modulesOf, type GroupScore, type ModuleScore, type Scored } from './moduleScores';

/** The sets in the order in which {@link knockOutScores} expects their results: modules, layers, components. */
export function setsToKnockOut(adapted: ModuleSet): ModuleSet[] {
  const { modules, layers, components } = knockOutSets(adapted);
  return [...modules, ...layers, ...components];
}

/**
 * @param adapted the modules that carry an adapter
 * @param bySeed the knock-outs of {@link setsToKnockOut}, of trials that differ in their seed
 * @returns scores whose values are the growth of the validation loss, in nats, the mean over the seeds
 */
export function knockOutScores(adapted: ModuleSet, bySeed: readonly KnockedOut[]): Scored {
  const values = setsToKnockOut(adapted).map((_, index) => valuesOf(bySeed, index));
  const modules = modulesOf(adapted);
  const names = [
    ...adapted.flatMap((components, layer) => (components.length > 0 ? [layer + 1] : [])),
    ...COMPONENTS.filter((component) => adapted.some((components) => components.includes(component))),
  ];
  return {
    modules: modules.map((module, index) => ({ ...module, ...at(values, index) })),
    groups: names.map((group, index) => ({ group, ...at(values, moduleCount(adapted) + index) })),
  };
}

type Values = Omit<GroupScore, 'group'> & Omit<ModuleScore, 'layer' | 'component'>;

function valuesOf(bySeed: readonly KnockedOut[], index: number): Values {
  const changes = bySeed.flatMap(({ all, without }) => {
    const own = without[index];
    return own ? [{ loss: own.loss - all.loss, accuracy: own.accuracy - all.accuracy }] : [];
  });
  const { mean, sd } = summarize(changes.map(({ loss }) => loss));
  const accuracyChange = summarize(changes.map(({ accuracy }) => accuracy)).mean ?? NaN;
  return { value: mean ?? NaN, acrossBatches: null, acrossSeeds: sd, accuracyChange };
}

function at(values: readonly Values[], index: number): Values {
  const own = values[index];
  if (!own) throw new Error(`Nothing was measured of the set ${index}.`);
  return own;
}
