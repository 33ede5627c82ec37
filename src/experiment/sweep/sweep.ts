/** @file A sweep: chosen scenarios with every combination of some settings, as ordinary scenarios. */
import { type Expansion, sweepColors } from './sweepColors';
import { AXES, AXIS_NAMES, type SweepAxes, type Step, stepsOf } from './sweepAxes';
import { type Hyperparameters, type Scenario, trainingOf } from '../experiment';
import { cutName, encodeScenario } from '../address/scenarioCode';
import { freeName } from '../address/url';
import { MAX_NAME_LENGTH, MAX_SCENARIOS, validateScenario } from '../validate';

export interface Sweep {
  readonly bases: readonly Scenario[];
  readonly axes: SweepAxes;
  /** The experiment's settings, which apply unless base or axis says otherwise. */
  readonly training: Hyperparameters;
  /** Scenarios of the experiment that stay beside the sweep's. */
  readonly kept: readonly Scenario[];
}

export interface ExpandedSweep {
  /** The sweep's own scenarios, each once; empty if there is a problem. */
  readonly scenarios: readonly Scenario[];
  /** How many there were before equal ones were merged. */
  readonly combinations: number;
  /** Combinations that are left out because they train just as another scenario does: their names and the other's. */
  readonly equal: readonly { readonly name: string; readonly other: string }[];
  /** Why the sweep cannot be used, with the remedy. */
  readonly problem: string | null;
}

/** Far more than an experiment holds: the bound only keeps a typing error from taking minutes. */
const MOST_EXPANDED = 8 * MAX_SCENARIOS;

export function expandSweep(sweep: Sweep): ExpandedSweep {
  const combinations = countCombinations(sweep);
  const none = { scenarios: [], combinations, equal: [] };
  if (sweep.bases.length === 0) return { ...none, problem: 'Choose at least one scenario to start from.' };
  if (combinations > MOST_EXPANDED) return { ...none, problem: tooMany(sweep, combinations) };

  const expansions = sweep.bases.flatMap((base, position) => expandBase(base, position, sweep));
  const known = new Map(sweep.kept.map((scenario) => [settingsKey(scenario, sweep.training), scenario.name]));
  const taken = new Set(sweep.kept.map(({ name }) => name));
  const equal: { name: string; other: string }[] = [];
  const unique: Expansion[] = [];
  for (const expansion of expansions) {
    const key = settingsKey(expansion.scenario, sweep.training);
    const other = known.get(key);
    if (other !== undefined) {
      equal.push({ name: expansion.scenario.name, other });
      continue;
    }
    const name = freeName(expansion.scenario.name, taken);
    taken.add(name);
    known.set(key, name);
    unique.push({ ...expansion, scenario: { ...expansion.scenario, name } });
  }
  if (unique.length + sweep.kept.length > MAX_SCENARIOS)
    return { scenarios: [], combinations, equal, problem: tooMany(sweep, unique.length) };
  const [wrong] = unique.flatMap(({ scenario }, i) => validateScenario(scenario, i));
  if (wrong !== undefined) return { scenarios: [], combinations, equal, problem: wrong };
  const colors = sweepColors(unique, sweep.kept);
  const scenarios = unique.map(({ scenario }, i) => ({ ...scenario, color: colors[i] ?? scenario.color }));
  return { scenarios, combinations, equal, problem: null };
}

/** The sum over all bases of the product of the axes that apply to each. */
export function countCombinations({ bases, axes, training }: Omit<Sweep, 'kept'>): number {
  const ofBase = (base: Scenario): number =>
    AXIS_NAMES.reduce(
      (product, name) => product * Math.max(1, stepsOf(axes, name, base, training).length),
      1,
    );
  return bases.reduce((sum, base) => sum + ofBase(base), 0);
}

function expandBase(base: Scenario, position: number, { axes, training }: Sweep): Expansion[] {
  let partial: { scenario: Scenario; words: string[]; path: number[] }[] = [
    { scenario: base, words: [], path: [] },
  ];
  let stem = base.name;
  for (const axis of AXIS_NAMES) {
    const steps = stepsOf(axes, axis, base, training);
    if (steps.length === 0) continue;
    const sweeps = steps.length > 1;
    const tells = (step: Step): boolean => sweeps || !step.isPresent;
    if (steps.some(tells)) stem = stem.replace(AXES[axis].inNames, '');
    partial = partial.flatMap(({ scenario, words, path }) =>
      steps.map((step, i) => ({
        // A setting that is not swept is written down only if it differs.
        scenario: tells(step) || axis === 'alpha' ? step.apply(scenario) : scenario,
        words: tells(step) ? [...words, step.word] : words,
        path: sweeps ? [...path, i] : path,
      })),
    );
  }
  return partial.map(({ scenario, words, path }) => ({
    scenario: { ...scenario, name: nameOf(stem, base.name, words) },
    base: position,
    path,
  }));
}

/** Characters reserved for " 2" to " 64" after a name that is taken. */
const FOR_NUMBER = 3;

/**
 * A name that ends with what varies; that end is never cut.
 * @param stem the name without what it says of what varies
 * @param whole the name where nothing varies
 */
export function nameOf(stem: string, whole: string, words: readonly string[]): string {
  if (words.length === 0) return whole;
  const suffix = cutName(words.join(' '), MAX_NAME_LENGTH);
  const tidy = stem.replace(/\s+/g, ' ').replace(/^[\s,;]+|[\s,;]+$/g, '');
  const cut = cutName(tidy, Math.max(0, MAX_NAME_LENGTH - FOR_NUMBER - suffix.length - 1)).trimEnd();
  return `${cut} ${suffix}`.trim();
}

/** A text that is the same for scenarios that train alike, whatever they are called and whether their settings are their own. */
export function settingsKey(scenario: Scenario, training: Hyperparameters): string {
  const { learningRate, duration, checkpointing, basePrecision } = trainingOf(training, scenario);
  const whole = { ...scenario, name: '', color: '#000000', learningRate, duration };
  return encodeScenario(
    {
      ...whole,
      checkpointing: scenario.method === 'classifier' ? false : checkpointing,
      basePrecision: scenario.method === 'full' ? 'f32' : basePrecision,
    },
    0,
  );
}

/** @param count of the sweep's scenarios */
function tooMany(sweep: Sweep, count: number): string {
  const room = MAX_SCENARIOS - sweep.kept.length;
  const beside = sweep.kept.length > 0 ? ` beside the ${sweep.kept.length} there are` : '';
  const said = `The sweep would have ${count} scenarios${beside}, and an experiment holds at most ${MAX_SCENARIOS}`;
  const remedy = shorterAxis(sweep, room);
  return `${said}: ${remedy ?? 'leave out values, or scenarios to start from'}.`;
}

/** How the longest axis could be cut so that the sweep fits; null if that is not enough. */
function shorterAxis({ bases, axes, training }: Sweep, room: number): string | null {
  const longest = AXIS_NAMES.reduce((a, b) => (axes[b].length > axes[a].length ? b : a));
  const length = axes[longest].length;
  for (let left = length - 1; left >= 1; left--) {
    const cut = { ...axes, [longest]: axes[longest].slice(0, left) };
    const count = countCombinations({ bases, axes: cut, training });
    if (count <= room) return `with ${left} of the ${length} ${AXES[longest].plural} there would be ${count}`;
  }
  return null;
}
