/** @file The real worker trains seeds together: the events of a company, records, memory, resuming and cancelling. */
import { afterAll, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import { listTrials, type Experiment, type Scenario } from '../src/experiment/experiment';
import { moduleSet } from '../src/architecture/modules';
import type { BackendName, TrialRecord } from '../src/results/results';
import { DEFAULT_SOURCES } from '../src/sources/sourceSettings';
import { createTrainer, type RunRequest, type TrainerClient } from './client';
import type { Event, TrialCheckpoint } from './protocol';

/** An epoch has 3 steps. */
const STEPS = 5;
/** An adapter at the top alone, so that there is little to compile; train/company.browser.test.ts has them everywhere. */
const UPPER: Scenario = {
  ...{ name: 'upper', color: '#000000', method: 'lora', rank: 4, alpha: 4, rsLora: false },
  modules: moduleSet(12, (layer, component) => layer === 12 && component === 'down'),
};
const HEAD: Scenario = { name: 'head', color: '#111111', method: 'classifier' };
const FULL: Scenario = {
  ...{ name: 'everything', color: '#222222', method: 'full' },
  duration: { unit: 'steps', count: 1 },
};

function experiment(scenarios: readonly Scenario[], trials: number, count = STEPS): Experiment {
  const training = {
    ...DEFAULT_EXPERIMENT.training,
    duration: { unit: 'steps', count } as const,
    trainingRows: 11,
    validationRows: 10,
    batchSize: 4,
    maxLength: 8,
    evaluateEvery: 2,
    shuffle: true,
    dropout: { hidden: 0.1, attention: 0.1, lora: 0.1, classifier: 0.1 },
  };
  return { ...DEFAULT_EXPERIMENT, scenarios, trials, training };
}

let trainer: TrainerClient | null = null;
const end = (): void => {
  trainer?.terminate();
  trainer = null;
};
afterAll(end);

const BACKEND: BackendName = 'webgpu';

/** Ends with the run, or kills its worker when `stop` says so; the next run then gets a new one. */
function run(
  of: Experiment,
  options: Partial<RunRequest>,
  onEvent: (event: Event, own: TrainerClient) => boolean = () => false,
): Promise<Event[]> {
  const own = (trainer ??= createTrainer(new URL('/', location.href).href));
  const events: Event[] = [];
  return new Promise((resolve) => {
    const request = { experiment: of, trials: listTrials(of), backend: BACKEND, sources: DEFAULT_SOURCES };
    own.run({ ...request, ...options }, (event) => {
      events.push(event);
      const stops = onEvent(event, own);
      if (stops) end();
      if (stops || event.type === 'runDone' || event.type === 'failed' || event.type === 'lost')
        resolve(events);
    });
  });
}

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;
const only = <Type extends Event['type']>(events: readonly Event[], type: Type): Of<Type>[] =>
  events.filter((event): event is Of<Type> => event.type === type);

const recordsOf = (events: readonly Event[]): Map<number, TrialRecord> =>
  new Map(only(events, 'trialDone').map(({ trial, record }) => [trial, record]));

function expectSame(one: TrialRecord, other: TrialRecord): void {
  expect(one.status).toBe('done');
  expect([one.scenario.name, one.seed]).toEqual([other.scenario.name, other.seed]);
  expect(one.losses).toHaveLength(other.losses.length);
  for (const [i, loss] of one.losses.entries()) expect(Math.abs(loss - other.losses[i]!)).toBeLessThan(1e-6);
  const measured = (of: TrialRecord) => of.evaluations.map(({ step, accuracy }) => [step, accuracy]);
  expect(measured(one)).toEqual(measured(other));
  expect([one.accuracy, one.correct, one.confusion]).toEqual([
    other.accuracy,
    other.correct,
    other.confusion,
  ]);
}

it('trains the seeds of each scenario together, each as it is alone, and full fine-tuning one by one', async () => {
  const of = experiment([UPPER, FULL, HEAD], 2);
  const plain = recordsOf(await run(of, {}));
  const events = await run(of, { together: 2, checkpointSeconds: 1000 });
  expect(only(events, 'company').map(({ trials }) => trials)).toEqual([
    [0, 3],
    [2, 5],
  ]);
  const records = recordsOf(events);
  expect([...records.keys()]).toEqual([0, 3, 1, 2, 5, 4]);
  for (const [trial, record] of records) {
    const own = plain.get(trial)!;
    expectSame(record, own);
    expect(own.together).toBeUndefined();
    if (record.scenario.method === 'full') {
      expect(record.together).toBeUndefined();
      continue;
    }
    expect(record.together!.trials).toBe(2);
    // What it says it took alone, it takes alone; together they took more.
    expect(Math.abs(record.peakBytes - own.peakBytes)).toBeLessThan(0.03 * own.peakBytes);
    expect(record.together!.peakBytes).toBeGreaterThan(own.peakBytes);
    expect(record.seconds).toBeLessThan(record.together!.seconds);
    const isFirst = trial === 0 || trial === 2;
    expect(record.samplesPerSecond !== null).toBe(isFirst);
  }
  // Progress is the company's, under its first trial.
  const progressed = new Set(only(events, 'progress').flatMap(({ trial }) => trial ?? []));
  expect([...progressed].sort((a, b) => a - b)).toEqual([0, 1, 2, 4]);
  expect(only(events, 'trained').map(({ trial }) => trial)).toEqual([...records.keys()]);
});

it('leaves out trials that have ended, and a number is the most that train together', async () => {
  const of = experiment([HEAD], 4, 2);
  const events = await run(of, { together: 2, ended: new Set([1]) });
  expect(only(events, 'company').map(({ trials }) => trials)).toEqual([[0, 2]]);
  expect([...recordsOf(events).keys()]).toEqual([0, 2, 3]);
});

it('goes on after a pause, and when cancelled ends all its trials as cancelled', async () => {
  // More steps than a busy machine is through with before it is told.
  const of = experiment([UPPER], 2, 5000);
  let [asked, resumed] = [false, false];
  const events = await run(of, { together: 2 }, (event, own) => {
    if (event.type === 'steps' && !asked) {
      asked = true;
      own.pause(event.runId);
    }
    if (event.type === 'paused') setTimeout(() => own.resume(event.runId), 300);
    if (event.type === 'resumed') resumed = true;
    if (event.type === 'evaluation' && resumed) own.cancel(event.runId);
    return false;
  });
  expect(only(events, 'paused')).toHaveLength(1);
  expect(only(events, 'resumed')).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ type: 'runDone', outcome: 'cancelled' });
  expect([...recordsOf(events).values()].map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
});

it('trains one by one on a software adapter unless a number is asked for', async () => {
  const events = await run(experiment([HEAD], 2, 3), { together: 'auto' });
  expect(only(events, 'company')).toHaveLength(0);
  expect(recordsOf(events).size).toBe(2);
});

// This test is the last one, because a new worker compiles everything again.
it('is killed in a company, and resumes its trials together, or each alone', async () => {
  const of = experiment([UPPER], 2);
  const whole = recordsOf(await run(of, { together: 2 }));
  const last = new Map<number, TrialCheckpoint>();
  await run(of, { together: 2, checkpointSeconds: 0 }, (event) => {
    if (event.type === 'checkpoint') last.set(event.trial, event.checkpoint);
    return last.size === 2 && [...last.values()].every(({ snapshot }) => snapshot.step === 2);
  });
  const earlier = new Map([...last].map(([trial, checkpoint]) => [trial, structuredClone(checkpoint)]));
  expect([...earlier.keys()]).toEqual([0, 1]);

  for (const together of [2, 'off'] as const) {
    const events = await run(of, { earlier, together });
    const told = only(events, 'restored').map(({ trial, losses }) => [trial, losses.length]);
    expect(told).toEqual([
      [0, 2],
      [1, 2],
    ]);
    expect(only(events, 'company')).toHaveLength(together === 2 ? 1 : 0);
    for (const [trial, record] of recordsOf(events)) expectSame(record, whole.get(trial)!);
  }
  // One has a checkpoint and the other none: they are at different steps, and train one by one.
  const apart = await run(of, { earlier: new Map([[1, earlier.get(1)!]]), together: 2 });
  expect(only(apart, 'company')).toHaveLength(0);
  for (const [trial, record] of recordsOf(apart)) expectSame(record, whole.get(trial)!);
});
