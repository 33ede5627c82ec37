/** @file How long steps, evaluations and setting up take in each scenario, alone and in a company, as the trials so far show. */
import type { Method, Scenario } from '../../../src/experiment/experiment';
import { scenarioId, type ScenarioId } from '../../../src/experiment/scenarioId';
import { COMPANY_GROWTH as GROWTH, trialWork, type TrialWork } from '../timing/expected';
import { estimatedCosts, type SentenceCosts } from '../timing/estimatedCost';
import type { RunState } from '../run/runState';
import { steadySteps, type TrialTiming } from '../timing/trialTiming';
import type { Unit } from './units';

/** Seconds of work (workClock.ts). */
export interface Rates {
  readonly work: (scenario: Scenario) => TrialWork | null;
  /** The time of a step; null while there is nothing to judge by. */
  readonly step: (unit: Unit) => number | null;
  readonly evaluation: (unit: Unit) => number | null;
  /** The time for compiling, placing weights, the first losses and reading back. */
  readonly setup: (unit: Unit) => number;
}

/** What a finished or running trial or company measured. Times are in seconds. */
interface Observation {
  readonly scenario: Scenario;
  readonly timing: TrialTiming;
  readonly setup: number;
  /** How many trials or companies of the scenario came after it. */
  age: number;
}

/** If no speed is known, fewer steps than these say nothing yet. */
const STEPS_TO_JUDGE_BY = 4;
/** After so many steps of another scenario, its comparison with the estimate counts fully. */
const STEPS_TO_COMPARE_BY = 20;
/** What other scenarios say counts as much as this many steps of the scenario's own. */
const GUESSED_STEPS = 12;
/** Weight of a trial relative to the next one of its scenario: devices get warm, and other programs use them too. */
const FADING = 0.6;
/**
 * Weights, relative to a trial of the same method, of a trial of another method, a speed from earlier runs, and a
 * typical speed.
 */
const OTHER_METHOD = 0.3;
const MEASURED_BEFORE = 0.4;
const TYPICAL_SPEED = 0.1;
/** Until it is known: the time to set up a scenario's first trial relative to the run's first, and a repeated trial's relative to that. */
const LATER_SCENARIO = 0.3;
const REPEATED = 0.1;
/** Weight of a company relative to one of the size that is asked about. */
const OTHER_SIZE = 0.3;

/** @param run with its present trial's timing */
export function learnRates(run: RunState): Rates {
  const { experiment, environment, speeds, reading } = run;
  const costs = estimatedCosts(experiment?.model ?? '', environment, speeds, experiment?.training.precision);
  const observations = observe(run);
  const works = new Map<Scenario, TrialWork | null>();
  const work = (scenario: Scenario): TrialWork | null => {
    if (!works.has(scenario))
      works.set(scenario, experiment && trialWork(experiment, scenario, reading ?? null));
    return works.get(scenario) ?? null;
  };
  /** Estimated seconds of a step of a trial, or of a company of so many. */
  const estimated = (scenario: Scenario, size: number): number => {
    const { trained, steps } = work(scenario) ?? { trained: 1, steps: 1 };
    return costs.training(scenario) * (trained / Math.max(1, steps)) * size ** GROWTH;
  };
  const timed = observations.filter(({ timing }) => timing.timedSteps > 0);
  const scale = ({ method }: Scenario, size: number): number | null =>
    comparison(timed, { method, size }, estimated, costs);

  return {
    work,
    step: rememberedByUnit((scenario, size) => {
      const factor = scale(scenario, size);
      if (factor === null) return null;
      const own = timed.filter(isOf(scenario));
      const guess = factor * estimated(scenario, size);
      const measured = pooledFor(size, own, ({ timing }) => steadySteps(timing));
      if (measured === null) return guess;
      const steps = own.reduce((sum, one) => sum + one.timing.timedSteps * likeness(one, size), 0);
      // One slow step among the first few says little.
      const most = 1 + steps / STEPS_TO_COMPARE_BY;
      const sound = Math.min(Math.max(measured, guess / most), guess * most);
      return (steps * sound + GUESSED_STEPS * guess) / (steps + GUESSED_STEPS);
    }),
    evaluation: rememberedByUnit((scenario, size) => {
      const measured = ({ timing }: Observation): [number, number] => [
        timing.evaluations,
        timing.evaluationMilliseconds,
      ];
      const own = pooledFor(size, observations.filter(isOf(scenario)), measured);
      if (own !== null) return own;
      const any = pooledFor(size, observations, measured);
      const factor = scale(scenario, size);
      const validation = work(scenario)?.validation ?? 0;
      return any ?? (factor === null ? null : factor * costs.evaluation * validation * size ** GROWTH);
    }),
    setup: learnSetups(run, observations),
  };
}

const sizeOf = ({ timing }: Observation): number => timing.trials.length;

/** How much an observation says of a company of `size`. */
const likeness = (one: Observation, size: number): number => (sizeOf(one) === size ? 1 : OTHER_SIZE);

const isOf =
  (scenario: Scenario) =>
  (one: Observation): boolean =>
    scenarioId(one.scenario) === scenarioId(scenario);

/** One for each trial that trained alone and each company that has ended, and one for what is under way. */
function observe({ trials, finished, timing, live }: RunState): Observation[] {
  const units = new Map<string, { readonly own: TrialTiming; readonly until: number }>();
  const name = (own: TrialTiming): string => `${own.began} ${own.trials[0]}`;
  // The last trial of a company to end knows all of its time.
  for (const { status, timing: own, ended } of finished)
    if (status === 'done' || status === 'diverged') units.set(name(own), { own, until: ended });
  if (timing && live.some(({ trial }) => timing.trials.includes(trial))) {
    units.delete(name(timing));
    units.set(name(timing), { own: timing, until: timing.mark });
  }
  const ages = new Map<ScenarioId, number>();
  return [...units.values()]
    .reverse()
    .flatMap(({ own, until }) => {
      const scenario = trials[own.trials[0] ?? -1]?.scenario;
      if (!scenario) return [];
      const id = scenarioId(scenario);
      const age = ages.get(id) ?? 0;
      ages.set(id, age + 1);
      const working = own.stepMilliseconds + own.evaluationMilliseconds;
      const setup = (until - own.began - working) / 1000;
      return [{ scenario, timing: own, setup, age }];
    })
    .reverse();
}

/** The ratio of measured to estimated times; null while there is nothing to judge by. */
function comparison(
  observations: readonly Observation[],
  { method, size }: { readonly method: Method; readonly size: number },
  estimated: (scenario: Scenario, size: number) => number,
  { basis }: SentenceCosts,
): number | null {
  const known = basis(method);
  let weights = known === 'measured' ? MEASURED_BEFORE : known === 'typical' ? TYPICAL_SPEED : 0;
  let sum = 0;
  for (const one of observations) {
    const { scenario, timing, age } = one;
    const weight =
      Math.min(1, timing.timedSteps / STEPS_TO_COMPARE_BY) *
      FADING ** age *
      likeness(one, size) *
      (scenario.method === method ? 1 : OTHER_METHOD);
    const [steps, milliseconds] = steadySteps(timing);
    const seconds = milliseconds / steps / 1000;
    weights += weight;
    sum += weight * Math.log(Math.max(seconds, 1e-6) / estimated(scenario, sizeOf(one)));
  }
  const all = observations.reduce((count, { timing }) => count + timing.timedSteps, 0);
  return known === null && all < STEPS_TO_JUDGE_BY ? null : Math.exp(sum / weights);
}

/** Mean seconds of one step, evaluation or set-up, in which earlier trials count less; null without any. */
function pooled(
  observations: readonly Observation[],
  measured: (one: Observation) => [count: number, milliseconds: number],
): number | null {
  let [seconds, count] = [0, 0];
  for (const one of observations) {
    const [times, milliseconds] = measured(one);
    seconds += (FADING ** one.age * milliseconds) / 1000;
    count += FADING ** one.age * times;
  }
  return count === 0 ? null : seconds / count;
}

/** {@link pooled}, of a company of `size`: others count less, and as if they had been as large. */
function pooledFor(
  size: number,
  observations: readonly Observation[],
  measured: (one: Observation) => [count: number, milliseconds: number],
): number | null {
  return pooled(observations, (one) => {
    const [count, milliseconds] = measured(one);
    const weight = likeness(one, size);
    return [weight * count, weight * milliseconds * (size / sizeOf(one)) ** GROWTH];
  });
}

/** Computed once for all trials: an experiment can have thousands, and the page asks about each of them every second. */
function learnSetups({ trials }: RunState, observations: readonly Observation[]): Rates['setup'] {
  const seen = new Set<ScenarioId>();
  const repeated = trials.map(({ scenario }) => {
    const id = scenarioId(scenario);
    const isRepeated = seen.has(id);
    seen.add(id);
    return isRepeated;
  });
  const of = (wanted: (trial: number) => boolean): number | null =>
    pooled(
      observations.filter(({ timing }) => wanted(timing.trials[0] ?? 0)),
      ({ setup }) => [1, 1000 * setup],
    );
  const veryFirst = of((trial) => trial === 0) ?? 0;
  const first = of((trial) => trial > 0 && !repeated[trial]) ?? LATER_SCENARIO * veryFirst;
  const again = of((trial) => repeated[trial] === true) ?? REPEATED * first;
  return ({ trials: [trial = 0] }) => (repeated[trial] ? again : trial === 0 ? 0 : first);
}

/** A function of a unit that computes its value once for all units of a scenario and size. */
function rememberedByUnit<Value>(
  compute: (scenario: Scenario, size: number) => Value,
): (unit: Unit) => Value {
  const bySize = remembered((size: number) => remembered((scenario: Scenario) => compute(scenario, size)));
  return ({ scenario, trials }) => bySize(trials.length)(scenario);
}

/** A function that computes the value for each key once; keys are compared by identity. */
export function remembered<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const values = new Map<Key, Value>();
  return (key) => {
    const value = values.has(key) ? (values.get(key) as Value) : compute(key);
    values.set(key, value);
    return value;
  };
}
