/** @file A simulated run: its events, with times drawn by a seed, to test how well the time left is estimated. */
import { listTrials, trainingOf, type Experiment, type Scenario } from '../../../src/experiment/experiment';
import { scenarioId, type ScenarioId } from '../../../src/experiment/scenarioId';
import type { Together } from '../../../src/experiment/together';
import type { Environment, TrialRecord } from '../../../src/results/results';
import type { Event } from '../../../workers/protocol';
import type { KnownSpeeds } from '../timing/expected';
import { IDLE_RUN, type Arrival, type RunState } from '../run/runState';
import { startClock } from '../timing/workClock';
import type { Unit } from './units';

export interface Simulation {
  readonly experiment: Experiment;
  readonly environment: Environment;
  readonly speeds: KnownSpeeds;
  /** Rows. */
  readonly train: number;
  readonly validation: number;
  /** The true number of sentences a second in training. */
  readonly speedOf: (scenario: Scenario) => number;
  readonly evaluationSpeed: number;
  /** Seconds. */
  readonly loading: number;
  readonly setup: { readonly first: number; readonly scenario: number; readonly repeated: number };
  /** Steps between evaluations; null for one a pass over the rows. */
  readonly evaluateEvery: number | null;
  readonly seed: number;
  /**
   * How many seeds train together, where the method can, and by what power of their number a step then takes longer. One
   * by one if left out.
   */
  readonly company?: { readonly size: number; readonly growth: number };
}

/** Standard deviations of the logarithm: of each step, and of all steps of a trial. */
const STEP_JITTER = 0.15;
const TRIAL_JITTER = 0.06;
/** Now and then something else takes the device. */
const STALL = { probability: 0.01, factor: 6 };
/** Losses come in groups about this often, as the progress of an evaluation does. */
const NEWS_SECONDS = 0.1;
const EVALUATION_GROUP = 8;

const RUN = 'simulated';

/** The simulated time, the events so far, and the source of chance. */
class Course {
  seconds = 0;
  readonly arrivals: Arrival[] = [];
  readonly uniform: () => number;

  constructor(readonly simulation: Simulation) {
    this.uniform = createUniform(simulation.seed);
  }

  tell(event: Event): void {
    this.arrivals.push({ event, at: Math.round(1000 * this.seconds) });
  }

  /** A factor whose logarithm is normal. */
  spread(deviation: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
    return Math.exp(deviation * normal);
  }
}

/** @returns the run before its first event, its events by time, and when it ends, in milliseconds */
export function simulate(simulation: Simulation): { start: RunState; arrivals: Arrival[]; end: number } {
  const { experiment, speeds } = simulation;
  const trials = listTrials(experiment);
  const course = new Course(simulation);
  load(course);
  const seen = new Set<ScenarioId>();
  for (const unit of unitsOf(simulation)) {
    const { scenario, trials: company } = unit;
    const [trial = 0] = company;
    const { first, scenario: later, repeated } = simulation.setup;
    if (company.length > 1) course.tell({ type: 'company', runId: RUN, trials: company });
    course.tell({ type: 'progress', runId: RUN, phase: 'compiling', trial, done: 0, total: 10 });
    const setup = seen.has(scenarioId(scenario)) ? repeated : seen.size === 0 ? first : later;
    seen.add(scenarioId(scenario));
    course.seconds += setup * course.spread(STEP_JITTER);
    train(course, unit);
    for (const one of company)
      course.tell({ type: 'trialDone', runId: RUN, trial: one, record: recordOf(scenario) });
  }
  const together: Together = simulation.company?.size ?? 'off';
  const clock = startClock(0, false);
  const about = { experiment, trials, together, speeds, clock };
  const start: RunState = { ...IDLE_RUN, ...about, status: 'running', runId: RUN };
  return { start, arrivals: course.arrivals, end: 1000 * course.seconds };
}

/** The order of the trainer: so many seeds of each scenario, then the next ones. */
function unitsOf({ experiment, company }: Simulation): Unit[] {
  const { scenarios, trials } = experiment;
  const size = company?.size ?? 1;
  const units: Unit[] = [];
  for (let seed = 0; seed < trials; seed += size)
    for (const [index, scenario] of scenarios.entries()) {
      const seeds = Array.from({ length: Math.min(size, trials - seed) }, (_, i) => seed + i);
      const own = seeds.map((one) => one * scenarios.length + index);
      if (scenario.method === 'full') units.push(...own.map((trial) => ({ trials: [trial], scenario })));
      else units.push({ trials: own, scenario });
    }
  return units;
}

/** By what a step or an evaluation of so many trials takes longer than one of a trial alone. */
const slower = ({ simulation: { company } }: Course, trials: readonly number[]): number =>
  trials.length ** (company?.growth ?? 0);

function load(course: Course): void {
  const { environment, loading, train: rows, validation } = course.simulation;
  course.tell({ type: 'environment', runId: RUN, environment });
  for (let part = 0; part <= 20; part++) {
    course.tell({ type: 'progress', runId: RUN, phase: 'loading', trial: null, done: part, total: 20 });
    course.seconds += loading / 20;
  }
  const reading = { train: rows, validation, labels: ['no', 'yes'], problems: [], notes: [] };
  course.tell({ type: 'dataRead', runId: RUN, reading });
}

/** The steps of a trial or company, whose losses come in groups, and its evaluations. */
function train(course: Course, { trials, scenario }: Unit): void {
  const { experiment, train: rows, speedOf, evaluateEvery } = course.simulation;
  const { batchSize, duration } = trainingOf(experiment.training, scenario);
  const stepsPerPass = Math.ceil(rows / batchSize);
  const totalSteps = duration.unit === 'steps' ? duration.count : duration.count * stepsPerPass;
  const every = evaluateEvery ?? stepsPerPass;
  const step = (batchSize / speedOf(scenario)) * slower(course, trials) * course.spread(TRIAL_JITTER);
  let [waiting, since, group] = [0, course.seconds, 1];
  for (let done = 1; done <= totalSteps; done++) {
    const stall = course.uniform() < STALL.probability ? STALL.factor : 1;
    course.seconds += step * course.spread(STEP_JITTER) * stall;
    waiting++;
    const evaluates = done === totalSteps || done % every === 0;
    if (waiting >= group || evaluates) {
      const losses = Array.from({ length: waiting }, (_, i) => ({ step: done - waiting + i, loss: 1 }));
      for (const trial of trials) course.tell({ type: 'steps', runId: RUN, trial, losses, totalSteps });
      const about = { phase: 'training', trial: trials[0] ?? 0 } as const;
      course.tell({ type: 'progress', runId: RUN, ...about, done, total: totalSteps });
      group = Math.max(1, Math.round((waiting * NEWS_SECONDS) / Math.max(course.seconds - since, 1e-4)));
      [waiting, since] = [0, course.seconds];
    }
    if (!evaluates) continue;
    evaluate(course, { trials, step: done, batchSize });
    since = course.seconds;
  }
}

function evaluate(course: Course, at: { trials: readonly number[]; step: number; batchSize: number }): void {
  const { validation, evaluationSpeed } = course.simulation;
  const { trials, step } = at;
  const rows = EVALUATION_GROUP * at.batchSize;
  for (let checked = 0; checked < validation; checked += rows) {
    const count = Math.min(rows, validation - checked);
    course.seconds += (count / evaluationSpeed) * slower(course, trials) * course.spread(STEP_JITTER);
    const done = checked + count;
    const about = { phase: 'evaluating', trial: trials[0] ?? 0 } as const;
    course.tell({ type: 'progress', runId: RUN, ...about, done, total: validation });
  }
  const evaluation = { step, accuracy: 0.5, loss: 1, trainLoss: null, trainAccuracy: null };
  for (const trial of trials) course.tell({ type: 'evaluation', runId: RUN, trial, evaluation });
}

/** The part of a record that the estimate looks at. */
function recordOf(scenario: Scenario): TrialRecord {
  return { scenario, status: 'done' } as TrialRecord;
}

/** Uniform in [0, 1): mulberry32. The laboratory's own generator is the worker's. */
function createUniform(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
