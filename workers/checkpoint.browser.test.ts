/** @file A worker is killed in mid-trial; a new one resumes from its last checkpoint and ends with the same bits. */
import { afterAll, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import { listTrials, type Experiment, type Scenario } from '../src/experiment/experiment';
import { moduleSet } from '../src/architecture/modules';
import type { TrialRecord } from '../src/results/results';
import { DEFAULT_SOURCES } from '../src/sources/sourceSettings';
import { createTrainer, type RunRequest, type TrainerClient } from './client';
import type { Event, TrialCheckpoint } from './protocol';

/** An epoch has 3 steps, so that the steps after the checkpoint are of two. */
const STEPS = 5;
/**
 * Every kernel compiles again in a new worker, so adapters are at the top alone; train/snapshot.browser.test.ts has them
 * everywhere.
 */
const LORA: Scenario = {
  color: '#000000',
  method: 'lora',
  rank: 4,
  alpha: 4,
  rsLora: false,
  name: 'adapters',
  modules: moduleSet(12, (layer, component) => layer === 12 && component === 'down'),
};
const HEAD: Scenario = { name: 'head', color: '#111111', method: 'classifier' };
const FULL: Scenario = { name: 'everything', color: '#222222', method: 'full' };

function experiment(scenario: Scenario): Experiment {
  const training = {
    ...DEFAULT_EXPERIMENT.training,
    duration: { unit: 'steps', count: STEPS } as const,
    trainingRows: 12,
    validationRows: 8,
    batchSize: 4,
    // The batches have one length, so there is little to compile.
    maxLength: 8,
    evaluateEvery: 2,
    shuffle: true,
    dropout: { hidden: 0.1, attention: 0.1, lora: 0.1, classifier: 0.1 },
  };
  return { ...DEFAULT_EXPERIMENT, scenarios: [scenario], trials: 1, training };
}

let trainer: TrainerClient | null = null;
const end = (): void => {
  trainer?.terminate();
  trainer = null;
};
afterAll(end);

/** Ends with the run, or kills its worker when `stop` says so; the next run then gets a new one. */
function run(
  of: Experiment,
  options: Pick<RunRequest, 'earlier' | 'checkpointSeconds'>,
  stop: (event: Event) => boolean = () => false,
): Promise<Event[]> {
  const own = (trainer ??= createTrainer(new URL('/', location.href).href));
  const events: Event[] = [];
  return new Promise((resolve) => {
    const request = {
      experiment: of,
      trials: listTrials(of),
      backend: 'webgpu',
      sources: DEFAULT_SOURCES,
    } as const;
    own.run({ ...request, ...options }, (event) => {
      events.push(event);
      const stops = stop(event);
      if (stops) end();
      if (stops || event.type === 'runDone' || event.type === 'failed') resolve(events);
    });
  });
}

const recordOf = (events: readonly Event[]): TrialRecord => {
  const done = events.find((event) => event.type === 'trialDone');
  if (done?.type !== 'trialDone') throw new Error(`No trial ended: ${JSON.stringify(events.at(-1))}`);
  return done.record;
};
const stepsOf = (events: readonly Event[]): number[] =>
  events.flatMap((event) => (event.type === 'steps' ? event.losses.map(({ step }) => step) : []));

it.each([LORA, FULL])('$name: killed at step 2 of 5, it ends as if it had not been', async (scenario) => {
  const of = experiment(scenario);
  const whole = recordOf(await run(of, {}));
  expect(whole.evaluations.map(({ step }) => step)).toEqual([2, 4, 5]);

  let last: TrialCheckpoint | null = null;
  const broken = await run(of, { checkpointSeconds: 0 }, (event) => {
    if (event.type === 'checkpoint') last = event.checkpoint;
    return last !== null && last.snapshot.step >= 2;
  });
  expect(broken.some(({ type }) => type === 'trialDone')).toBe(false);
  const checkpoint = last!;
  const { step } = checkpoint.snapshot;
  expect(step).toBeLessThan(STEPS);

  // The checkpoint as a database would return it.
  const events = await run(of, { earlier: new Map([[0, structuredClone(checkpoint)]]) });
  const resumed = recordOf(events);
  const restored = events.find((event) => event.type === 'restored');
  expect(restored).toMatchObject({ trial: 0, totalSteps: STEPS, losses: whole.losses.slice(0, step) });
  expect(stepsOf(events)).toEqual(Array.from({ length: STEPS - step }, (_, i) => step + i));
  expect(resumed.losses).toEqual(whole.losses);
  expect(resumed.evaluations).toEqual(whole.evaluations);
  expect([resumed.accuracy, resumed.validationLoss]).toEqual([whole.accuracy, whole.validationLoss]);
  expect(resumed.correct).toHaveLength(4); // a byte in base64, for 8 sentences
  for (const field of ['correct', 'confusion', 'validationId'] as const)
    expect(resumed[field]).toEqual(whole[field]);
  expect(resumed.seconds).toBeGreaterThan(checkpoint.seconds);
});

it('begins anew, and says so, where the checkpoint is of another device', async () => {
  const of = experiment(HEAD);
  let last: TrialCheckpoint | null = null;
  await run(of, { checkpointSeconds: 0 }, (event) => {
    if (event.type === 'checkpoint') last = event.checkpoint;
    return last !== null;
  });
  const foreign: TrialCheckpoint = { ...last!, environment: { backend: 'wasm', device: 'CPU, WebAssembly' } };
  const events = await run(of, { earlier: new Map([[0, foreign]]) });
  expect(stepsOf(events)).toEqual(Array.from({ length: STEPS }, (_, i) => i));
  expect(events.some(({ type }) => type === 'restored')).toBe(false);
  const notice = events.find((event) => event.type === 'notice');
  expect(notice?.type === 'notice' && notice.message).toMatch(
    /"head", seed \d+, was broken off on another device \(CPU, WebAssembly\): it begins anew/,
  );
});

it('runs only the trials from the given one on, with their numbers', async () => {
  const of = { ...experiment(HEAD), trials: 2 };
  const own = (trainer ??= createTrainer(new URL('/', location.href).href));
  const ended = await new Promise<number[]>((resolve) => {
    const done: number[] = [];
    own.run(
      { experiment: of, trials: listTrials(of), backend: 'webgpu', sources: DEFAULT_SOURCES, from: 1 },
      (event) => {
        if (event.type === 'trialDone') done.push(event.trial);
        if (event.type === 'runDone' || event.type === 'failed') resolve(done);
      },
    );
  });
  expect(ended).toEqual([1]);
});
