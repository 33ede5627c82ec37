/**
 * @file The scenarios by which a score is judged: each choice of modules with adapters of about the same number of
 * parameters in all.
 */
import type { LayerWidths } from '../../architecture/config';
import type { ModuleSet } from '../../architecture/modules';
import { fits, RULES } from '../../experiment/address/rules';
import { nextColor } from '../../experiment/colors';
import { DEFAULT_RANK } from '../../experiment/defaults';
import type { LoraScenario, Scenario } from '../../experiment/experiment';
import { adapterParameters } from '../../experiment/parameters';
import { alphaAt } from '../../experiment/ranks';
import type { ModuleScores } from '../moduleScores';
import { areSameModules, asTall, judgingChoices, scoredModules, type ModuleChoice } from './choices';

/** What adapters of a choice have besides their modules. */
export type Adapter = Pick<LoraScenario, 'method' | 'rank' | 'alpha' | 'rsLora'>;

/** The adapter's settings of a scenario, or the usual ones if it has no adapters. */
export function adapterOf(scenario: Scenario): Adapter {
  const { rank, alpha, rsLora } =
    scenario.method === 'lora' ? scenario : { rank: DEFAULT_RANK, alpha: DEFAULT_RANK, rsLora: false };
  return { method: 'lora', rank, alpha, rsLora };
}

/** Whether a scenario has just these adapters, begins as any other and trains by the experiment's settings. */
export function hasAdapters(scenario: Scenario, adapter: Adapter, modules: ModuleSet): boolean {
  if (scenario.method !== 'lora') return false;
  const { name: _name, color: _color, modules: own, ...rest } = scenario;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const wanted = Object.entries(adapter);
  return (
    given.length === wanted.length &&
    given.every(([key, value]) => wanted.some(([other, asked]) => other === key && asked === value)) &&
    areSameModules(own, modules)
  );
}

/**
 * The parameters of `count` modules of the scored ones' mean size, with adapters of this rank: what choices are brought
 * to. It is the same for every score of the same modules, so that they are judged at one size, and share their draws.
 */
export function referenceParameters(
  config: LayerWidths,
  scores: ModuleScores,
  { count, rank }: { readonly count: number; readonly rank: number },
): number {
  return (adapterParameters(config, { modules: scoredModules(scores), rank }) * count) / scores.length;
}

/** The adapter with the whole rank at which these modules come nearest to so many parameters, with the same scaling. */
export function adapterAt(
  config: LayerWidths,
  modules: ModuleSet,
  like: Adapter,
  parameters: number,
): Adapter {
  const step = adapterParameters(config, { modules, rank: 1 });
  const adapterWith = (rank: number): Adapter => ({ ...like, rank, alpha: alphaAt(like, rank) });
  const distanceOf = ({ rank }: Adapter): number => Math.abs(rank * step - parameters);
  let nearest = adapterWith(RULES.rank.min);
  for (let rank = nearest.rank + 1; rank <= RULES.rank.max; rank++) {
    const adapter = adapterWith(rank);
    // Alpha grows with the rank, and may come to its bound first.
    if (!fits(RULES.alpha, adapter.alpha) || distanceOf(adapter) >= distanceOf(nearest)) break;
    nearest = adapter;
  }
  return nearest;
}

export interface JudgingScenario {
  readonly choice: ModuleChoice;
  readonly scenario: LoraScenario;
  /** Whether the experiment has it already. */
  readonly isThere: boolean;
  /** The adapters' parameters over {@link referenceParameters}, minus 1: 0.02 for two percent more. */
  readonly deviation: number;
}

export interface JudgingRequest {
  readonly scores: ModuleScores;
  /** The score's name, as scenarios are to bear it: "gradient". */
  readonly label: string;
  /** The number of modules of each choice. */
  readonly count: number;
  readonly draws: number;
  /** The scenario whose rank and scaling the choices have, and whose number of layers. */
  readonly like: Scenario;
  readonly config: LayerWidths;
  /** Those of the experiment. */
  readonly scenarios: readonly Scenario[];
}

/** The best, the worst and the draws as scenarios, in this order; those that the experiment has already are its own. */
export function judgingScenarios(request: JudgingRequest): JudgingScenario[] {
  const { scores, label, count, draws, like, config } = request;
  const adapter = adapterOf(like);
  const reference = referenceParameters(config, scores, { count, rank: adapter.rank });
  const layers = like.method === 'lora' ? like.modules.length : 0;
  const all: Scenario[] = [...request.scenarios];
  return judgingChoices(scores, count, draws).map((choice) => {
    const modules = asTall(choice.modules, layers);
    const own = adapterAt(config, modules, adapter, reference);
    const there = all.find((scenario) => hasAdapters(scenario, own, modules)) as LoraScenario | undefined;
    const name = freeName(nameOf(choice, label, count), own.rank, all);
    const scenario = there ?? { ...own, name, color: nextColor(all), modules };
    if (!there) all.push(scenario);
    const deviation = adapterParameters(config, scenario) / reference - 1;
    return { choice, scenario, isThere: there !== undefined, deviation };
  });
}

function nameOf({ role, draw }: ModuleChoice, label: string, count: number): string {
  return role === 'random' ? `${count} at random, draw ${draw}` : `${label}: ${count} ${role}`;
}

/** The name, with the rank behind it if another scenario has it, and then with a number. */
function freeName(name: string, rank: number, scenarios: readonly Scenario[]): string {
  const isFree = (text: string): boolean => scenarios.every((scenario) => scenario.name !== text);
  if (isFree(name)) return name;
  const ranked = `${name}, r=${rank}`;
  for (let i = 1; ; i++) {
    const text = i === 1 ? ranked : `${ranked} (${i})`;
    if (isFree(text)) return text;
  }
}
