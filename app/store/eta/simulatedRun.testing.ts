/** @file A run as its events would come, with times drawn by a seed: to see how well the time left is estimated. */
import { listTrials, trainingOf, type Experiment, type Scenario } from '../../../src/experiment/experiment';
import type { Environment, TrialRecord } from '../../../src/results/results';
import type { Event } from '../../../workers/protocol';
import type { KnownSpeeds } from '../timing/expected';
import { IDLE_RUN, type Arrival, type RunState } from '../run/runState';
import { startClock } from '../timing/workClock';

export interface Simulation {
  readonly experiment: Experiment;
  readonly environment: Environment;
  readonly speeds: KnownSpeeds;
  /** Rows. */
  readonly train: number;
  readonly validation: number;
  /** Sentences a second in training, really. */
  readonly speedOf: (scenario: Scenario) => number;
  readonly evaluationSpeed: number;
  /** Seconds. */
  readonly loading: number;
  readonly setup: { readonly first: number; readonly scenario: number; readonly repeated: number };
  /** Steps between evaluations; null for one a pass over the rows. */
  readonly evaluateEvery: number | null;
  readonly seed: number;
}

/** Standard deviations of the logarithm: of each step, and of all steps of a trial. */
const STEP_JITTER = 0.15;
const TRIAL_JITTER = 0.06;
/** Now and then something else takes the device. */
const STALL = { probability: 0.01, factor: 6 };
/** Losses come in groups, about this often; so does the progress of an evaluation. */
const NEWS_SECONDS = 0.1;
const EVALUATION_GROUP = 8;

/** @returns the run before its first event, its events by time, and when it ends, in milliseconds */
export function simulate(simulation: Simulation): { start: RunState; arrivals: Arrival[]; end: number } {
  const { experiment, environment, speeds, train, validation } = simulation;
  const uniform = createUniform(simulation.seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const spread = (deviation: number): number => Math.exp(deviation * normal());
  const trials = listTrials(experiment);
  const arrivals: Arrival[] = [];
  let seconds = 0;
  const tell = (event: Event): void => void arrivals.push({ event, at: Math.round(1000 * seconds) });

  const runId = 'simulated';
  tell({ type: 'environment', runId, environment });
  for (let part = 0; part <= 20; part++) {
    tell({ type: 'progress', runId, phase: 'loading', trial: null, done: part, total: 20 });
    seconds += simulation.loading / 20;
  }
  const reading = { train, validation, labels: ['no', 'yes'], problems: [], notes: [] };
  tell({ type: 'dataRead', runId, reading });

  for (const [trial, { scenario }] of trials.entries()) {
    const isSeen = trials.slice(0, trial).some((earlier) => earlier.scenario.name === scenario.name);
    const { first, scenario: later, repeated } = simulation.setup;
    tell({ type: 'progress', runId, phase: 'compiling', trial, done: 0, total: 10 });
    seconds += (isSeen ? repeated : trial === 0 ? first : later) * spread(STEP_JITTER);

    const { batchSize, duration } = trainingOf(experiment.training, scenario);
    const stepsPerPass = Math.ceil(train / batchSize);
    const totalSteps = duration.unit === 'steps' ? duration.count : duration.count * stepsPerPass;
    const every = simulation.evaluateEvery ?? stepsPerPass;
    const step = (batchSize / simulation.speedOf(scenario)) * spread(TRIAL_JITTER);
    let [waiting, since, group] = [0, seconds, 1];
    for (let done = 1; done <= totalSteps; done++) {
      const stall = uniform() < STALL.probability ? STALL.factor : 1;
      seconds += step * spread(STEP_JITTER) * stall;
      waiting++;
      const evaluates = done === totalSteps || done % every === 0;
      if (waiting >= group || evaluates) {
        const losses = Array.from({ length: waiting }, (_, i) => ({ step: done - waiting + i, loss: 1 }));
        tell({ type: 'steps', runId, trial, losses, totalSteps });
        tell({ type: 'progress', runId, phase: 'training', trial, done, total: totalSteps });
        group = Math.max(1, Math.round((waiting * NEWS_SECONDS) / Math.max(seconds - since, 1e-4)));
        [waiting, since] = [0, seconds];
      }
      if (!evaluates) continue;
      const rows = EVALUATION_GROUP * batchSize;
      for (let checked = 0; checked < validation; checked += rows) {
        const count = Math.min(rows, validation - checked);
        seconds += (count / simulation.evaluationSpeed) * spread(STEP_JITTER);
        const now = checked + count;
        tell({ type: 'progress', runId, phase: 'evaluating', trial, done: now, total: validation });
      }
      tell({
        type: 'evaluation',
        runId,
        trial,
        evaluation: { step: done, accuracy: 0.5, loss: 1, trainLoss: null, trainAccuracy: null },
      });
      since = seconds;
    }
    tell({ type: 'trialDone', runId, trial, record: recordOf(scenario) });
  }
  const start: RunState = {
    ...IDLE_RUN,
    status: 'running',
    runId,
    experiment,
    trials,
    speeds,
    clock: startClock(0, false),
  };
  return { start, arrivals, end: 1000 * seconds };
}

/** What the estimate looks at in a record. */
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
