/** @file The choices of modules by which a score is judged: its k best, its k worst, and draws of k at random. */
import { COMPONENTS, hasModule, moduleCount, type ModuleSet } from '../../architecture/modules';
import { modulesAtEnd, randomModules, type ModuleScores, type ScoreEnd } from '../moduleScores';

/** Draws unless a person asks for others: chance is more than one draw. */
export const DEFAULT_DRAWS = 3;
/** The most draws that are made, and recognised among scenarios. */
export const MOST_DRAWS = 10;

export interface ModuleChoice {
  readonly role: ScoreEnd | 'random';
  /** Which draw, counted from 1; null of an end of the score. */
  readonly draw: number | null;
  readonly modules: ModuleSet;
}

/** After this many tries the modules are so few that all other choices of them are taken. */
const MOST_TRIES = 200;

/** Whether both sets have the same modules, whatever the number of layers that they list. */
export function areSameModules(one: ModuleSet, other: ModuleSet): boolean {
  return (
    moduleCount(one) === moduleCount(other) &&
    one.every((components, index) => components.every((component) => hasModule(other, index + 1, component)))
  );
}

/**
 * The best, the worst and the draws, each with `count` modules; the same answer whenever it is asked for. A draw that is
 * one of the choices before it is passed over, so fewer come where there are no more; ends that are the same set, as those
 * of equal values, are one choice.
 * @param count from 1 to one fewer than are scored: of all there is nothing to choose
 * @param draws from 0 to {@link MOST_DRAWS}; fewer draws are the first ones of more
 */
export function judgingChoices(scores: ModuleScores, count: number, draws: number): ModuleChoice[] {
  const choices: ModuleChoice[] = [];
  const add = (choice: ModuleChoice): boolean => {
    const isNew = choices.every(({ modules }) => !areSameModules(modules, choice.modules));
    if (isNew) choices.push(choice);
    return isNew;
  };
  for (const role of ['best', 'worst'] as const)
    add({ role, draw: null, modules: modulesAtEnd(scores, count, role) });
  let draw = 1;
  for (let seed = 1; draw <= draws && seed <= MOST_TRIES; seed++)
    if (add({ role: 'random', draw, modules: randomModules(scores, count, seed) })) draw++;
  return choices;
}

/** The modules that are scored. */
export function scoredModules(scores: ModuleScores): ModuleSet {
  return modulesAtEnd(scores, scores.length, 'best');
}

/** The set with an entry for each of `layers` layers at least, as the grid of a scenario has them. */
export function asTall(modules: ModuleSet, layers: number): ModuleSet {
  const height = Math.max(modules.length, layers);
  return Array.from({ length: height }, (_, index) =>
    COMPONENTS.filter((component) => hasModule(modules, index + 1, component)),
  );
}
