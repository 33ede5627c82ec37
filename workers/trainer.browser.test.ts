/** @file The real worker with the embedded model, on WebGPU: events, repeatability, cancel, errors. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import type { TokenNotes } from '../src/data/tokenNotes';
import type { Experiment, Scenario } from '../src/experiment/experiment';
import { listTrials } from '../src/experiment/experiment';
import { moduleSet } from '../src/architecture/modules';
import { confusionAgrees, correctAgrees, readCorrect } from '../src/results/classified';
import type { MemoryBreakdown, TrialRecord } from '../src/results/results';
import { createTrainer, type ModelAnswer, type TrainerClient } from './client';
import { DEFAULT_SOURCES } from '../src/sources/sourceSettings';
import type { Event } from './protocol';

const VALIDATION_ROWS = 8;
const LORA = { color: '#000000', method: 'lora', rank: 4, alpha: 4, rsLora: false } as const;
const layers = (from: number, to: number): Scenario => ({
  ...LORA,
  name: `${from}-${to}`,
  modules: moduleSet(12, (layer) => layer >= from && layer <= to),
});

function experiment(
  scenarios: readonly Scenario[],
  change: Partial<Experiment['training']> = {},
): Experiment {
  const training = {
    ...DEFAULT_EXPERIMENT.training,
    duration: { unit: 'steps', count: 3 } as const,
    trainingRows: 64,
    // Few and short sentences are measured, because most of these tests are about the events.
    validationRows: VALIDATION_ROWS,
    maxLength: 8,
    batchSize: 4,
    ...change,
  };
  return { ...DEFAULT_EXPERIMENT, scenarios, trials: 1, training };
}

/** Steps of a run that a test ends: so many that a busy machine is not through with them before it is told. */
const UNTIL_ENDED = { unit: 'steps', count: 5000 } as const;

let trainer: TrainerClient;
beforeAll(() => {
  trainer = createTrainer(new URL('/', location.href).href);
});
afterAll(() => trainer.terminate());

const requestOf = (experiment: Experiment) =>
  ({ experiment, backend: 'webgpu', sources: DEFAULT_SOURCES }) as const;

/** Runs an experiment to the end; `onEvent` may cancel it. */
function run(
  request: Experiment,
  onEvent?: (event: Event, runId: string) => void,
  sources = DEFAULT_SOURCES,
): Promise<Event[]> {
  const events: Event[] = [];
  return new Promise((resolve) => {
    trainer.run({ ...requestOf(request), sources, trials: listTrials(request) }, (event) => {
      events.push(event);
      onEvent?.(event, event.runId);
      if (event.type === 'runDone' || event.type === 'failed') resolve(events);
    });
  });
}

const records = (events: readonly Event[]): TrialRecord[] =>
  events.flatMap((event) => (event.type === 'trialDone' ? [event.record] : []));

it('trains every method and reports the loss of every step, the accuracy and where the bytes are', async () => {
  const methods: Scenario[] = [
    layers(1, 12),
    { name: 'head', color: '#111111', method: 'classifier' },
    { name: 'everything', color: '#222222', method: 'full' },
  ];
  const events = await run(experiment(methods));
  expect(events.at(-1)).toMatchObject({ type: 'runDone', outcome: 'finished' });
  expect(events.some((event) => event.type === 'environment' && event.environment.backend === 'webgpu')).toBe(
    true,
  );
  const done = records(events);
  expect(done.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
  for (const record of done) {
    expect(record.losses.length).toBe(3);
    expect(record.losses.every((loss) => loss > 0.3 && loss < 2)).toBe(true);
    expect(record.accuracy).toBeGreaterThan(0.2);
    const { memory, peakBytes } = record;
    const kinds = Object.values(memory) as number[];
    expect(kinds.reduce((sum, bytes) => sum + bytes, 0)).toBe(peakBytes);
    expect(memory.adapters).toBeGreaterThanOrEqual(record.trainableParameters * 4);
    expect(memory.activations).toBeGreaterThan(0);
    // The accuracy of guessing follows from these: the number of measured sentences by class, all of them and no more.
    expect(record.validationClasses).toHaveLength(2);
    expect(record.validationClasses?.reduce((sum, rows) => sum + rows, 0)).toBe(VALIDATION_ROWS);
    expect(record.validationClasses).toEqual(done[0]?.validationClasses);
    // Which of them were right, and which sentences they were.
    expect(correctAgrees(record) && confusionAgrees(record)).toBe(true);
    expect(readCorrect(record)).toHaveLength(VALIDATION_ROWS);
    expect(record.validationId).toMatch(/^[0-9a-f]{32}$/);
    expect(record.validationId).toBe(done[0]?.validationId);
  }
  const [lora, head, full] = done as [TrialRecord, TrialRecord, TrialRecord];
  expect(full.relativeParameters).toBe(1);
  expect(head.trainableParameters).toBeLessThan(lora.trainableParameters);
  expect(head.memory.activations).toBeLessThan(lora.memory.activations / 2);
});

it('repeats a trial to the last bit, and another seed gives other losses', async () => {
  const one = experiment([layers(1, 12)]);
  const [first, second] = [records(await run(one))[0]!, records(await run(one))[0]!];
  expect(second.losses).toEqual(first.losses);
  expect(second.accuracy).toBe(first.accuracy);
  const [other] = records(await run({ ...one, firstSeed: 2 }));
  expect(other!.losses).not.toEqual(first.losses);
});

it('trains each seed on a sample of its own where that is asked for, and repeats it', async () => {
  const head: Scenario = { name: 'head', color: '#111111', method: 'classifier' };
  const lossesWith = async (rowChoice: Experiment['training']['rowChoice']) =>
    records(await run(experiment([head], { rowChoice, shuffle: false })))[0]!.losses;
  const perSeed = await lossesWith('per-seed');
  expect(perSeed).toHaveLength(3);
  expect(perSeed).not.toEqual(await lossesWith('sample'));
  expect(await lossesWith('per-seed')).toEqual(perSeed);
});

it('goes on after a pause with the same bits, and counts neither its time nor that of quiet mode', async () => {
  const STEPS = 48;
  const one = experiment([layers(12, 12)], { duration: { unit: 'steps', count: STEPS } });
  /** Gives the seconds by the clock that its one trial took as well. */
  const timed = async (onEvent?: (event: Event, runId: string) => void) => {
    let [began, wall] = [0, 0];
    const events = await run(one, (event, runId) => {
      if (event.type === 'dataRead') began = performance.now();
      if (event.type === 'trialDone') wall = (performance.now() - began) / 1000;
      onEvent?.(event, runId);
    });
    return { events, wall, record: records(events)[0]! };
  };
  const plain = await timed();

  const PAUSE_SECONDS = 3;
  let asked = false;
  const paused = await timed((event, runId) => {
    if (event.type === 'steps' && !asked) {
      asked = true;
      trainer.pause(runId);
    }
    if (event.type === 'paused') setTimeout(() => trainer.resume(runId), 1000 * PAUSE_SECONDS);
  });
  const told = paused.events.map(({ type }) => type);
  // While it is stopped, no events come.
  expect(told).toContain('paused');
  expect(told.indexOf('resumed')).toBe(told.indexOf('paused') + 1);
  expect(paused.wall - paused.record.seconds).toBeGreaterThan(PAUSE_SECONDS - 0.1);
  // All steps except the two that warm up were timed, and the pause was not.
  const secondsTimed = ((STEPS - 2) * one.training.batchSize) / paused.record.samplesPerSecond!;
  expect(secondsTimed).toBeLessThan(paused.record.seconds);

  const quiet = await timed((event, runId) => {
    if (event.type === 'dataRead') trainer.setQuiet(runId, true);
  });
  // It slept after some of its steps.
  expect(quiet.wall - quiet.record.seconds).toBeGreaterThan(0.1);
  expect(quiet.record.samplesPerSecond).toBeGreaterThan(0);
  for (const { record } of [paused, quiet]) {
    expect(record.losses).toEqual(plain.record.losses);
    expect(record.evaluations).toEqual(plain.record.evaluations);
  }
});

it('is cancelled at once while it is paused', async () => {
  const long = experiment([layers(12, 12)], { duration: UNTIL_ENDED });
  let [asked, cancelledAt] = [false, 0];
  const events = await run(long, (event, runId) => {
    if (event.type === 'steps' && !asked) {
      asked = true;
      trainer.pause(runId);
    }
    if (event.type === 'paused') {
      cancelledAt = performance.now();
      trainer.cancel(runId);
    }
  });
  expect(cancelledAt).toBeGreaterThan(0);
  expect(performance.now() - cancelledAt).toBeLessThan(1000);
  expect(events.at(-1)).toMatchObject({ type: 'runDone', outcome: 'cancelled' });
  expect(records(events).map(({ status }) => status)).toEqual(['cancelled']);
});

it('needs more memory the lower the lowest adapted layer sits', async () => {
  const done = records(await run(experiment([layers(12, 12), layers(6, 6), layers(1, 1)])));
  const activations = done.map(({ memory }) => memory.activations);
  expect(activations[1]).toBeGreaterThan(activations[0]! * 1.5);
  expect(activations[2]).toBeGreaterThan(activations[1]! * 1.5);
});

it('estimates within 3 % what trials then take on the device', async () => {
  const scenarios: Scenario[] = [
    layers(1, 12),
    layers(7, 12),
    { name: 'everything', color: '#222222', method: 'full' },
  ];
  const request = experiment(scenarios);
  const told: TokenNotes[] = [];
  const estimated = await new Promise<readonly (MemoryBreakdown | null)[] | null>((resolve) =>
    trainer.estimate({ about: 'experiment', ...requestOf(request) }, resolve, (notes) => told.push(notes)),
  );
  const sum = (memory: MemoryBreakdown): number =>
    (Object.values(memory) as number[]).reduce((total, bytes) => total + bytes, 0);
  const events = await run(request);
  // The notes on the rows' lengths that come before a run come in it too.
  expect(told).toHaveLength(1);
  expect(events.filter(({ type }) => type === 'dataNotes')).toMatchObject([{ notes: told[0] }]);
  const done = records(events);
  expect(done).toHaveLength(3);
  for (const [i, { peakBytes }] of done.entries())
    expect(Math.abs(sum(estimated![i]!) - peakBytes)).toBeLessThan(0.03 * peakBytes);
});

it('estimates nothing where the experiment cannot be run', async () => {
  const estimated = await new Promise((resolve) =>
    trainer.estimate(
      {
        about: 'experiment',
        ...requestOf({ ...experiment([layers(1, 12)]), dataset: 'local:missing' }),
      },
      resolve,
      () => expect.unreachable(),
    ),
  );
  expect(estimated).toBeNull();
});

it('gives a question up for a later one about the same, and not for one about something else', async () => {
  type Answer = readonly (MemoryBreakdown | null)[] | null;
  const many = Array.from({ length: 60 }, (_, i) => layers((i % 12) + 1, 12));
  const ask = (about: 'experiment' | 'candidate', scenarios: readonly Scenario[]): Promise<Answer> =>
    new Promise((resolve) =>
      trainer.estimate({ about, ...requestOf(experiment(scenarios)) }, resolve, () => undefined),
    );
  const candidate = ask('candidate', many);
  // The candidate's question is being answered by now; the two about the experiment do not delay it.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const earlier = ask('experiment', many);
  expect(await candidate).toHaveLength(60);
  await new Promise((resolve) => setTimeout(resolve));
  const later = ask('experiment', [layers(1, 12)]);
  expect([await earlier, (await later)?.length]).toEqual([null, 1]);
});

type Phase = 'loading' | 'tokenizing' | 'compiling' | 'training' | 'evaluating';

async function cancelWhile(phase: Phase): Promise<void> {
  // Sentences of another length are tokenized again, and another rank has kernels of its own.
  const scenario = { ...layers(10, 12), ...(phase === 'compiling' ? { rank: 3 } : {}) };
  const long = experiment([scenario], {
    duration: UNTIL_ENDED,
    ...(phase === 'tokenizing' ? { maxLength: 12 } : {}),
    // The first evaluation is of so many sentences that it is not over before the worker is told.
    ...(phase === 'evaluating' ? { evaluateEvery: 1, validationRows: 400 } : {}),
  });
  let cancelledAt = 0;
  const events = await run(long, (event, runId) => {
    if (event.type !== 'progress' || event.phase !== phase || cancelledAt > 0) return;
    cancelledAt = performance.now();
    trainer.cancel(runId);
  });
  expect(cancelledAt).toBeGreaterThan(0);
  expect(events.at(-1)).toMatchObject({ type: 'runDone', outcome: 'cancelled' });
  expect(records(events).every(({ status, accuracy }) => status === 'cancelled' && accuracy === null)).toBe(
    true,
  );
  const again = records(await run(experiment([layers(12, 12)])));
  expect(again.map(({ status }) => status)).toEqual(['done']);
}

it.each(['tokenizing', 'compiling', 'training', 'evaluating'] as const)(
  'can be cancelled while %s, and runs again',
  cancelWhile,
);

const describeModel = (model: string, sources = DEFAULT_SOURCES): Promise<ModelAnswer | null> =>
  new Promise((resolve) => trainer.describeModel({ model, sources }, resolve));

it('describes a model, also while a run goes on', async () => {
  const long = experiment([layers(12, 12)], { duration: UNTIL_ENDED });
  let described: ModelAnswer | null = null;
  let asked = false;
  const events = await run(long, (event, runId) => {
    if (event.type !== 'steps' || asked) return;
    asked = true;
    void describeModel('roberta-mini').then((answer) => {
      described = answer;
      trainer.cancel(runId);
    });
  });
  expect(described).toMatchObject({ config: { architecture: 'roberta', layers: 12 }, commit: null });
  expect(events.at(-1)).toMatchObject({ type: 'runDone', outcome: 'cancelled' });
});

it('says why a model cannot be described', async () => {
  expect(await describeModel('local:gone')).toMatchObject({
    message: expect.stringMatching(/local model gone are not at hand/) as string,
  });
  const config = new File([JSON.stringify({ model_type: 'gpt2' })], 'config.json');
  const sources = { ...DEFAULT_SOURCES, localModels: new Map([['local:gpt', [config]]]) };
  expect(await describeModel('local:gpt', sources)).toMatchObject({
    message: expect.stringMatching(/model_type is "gpt2"/) as string,
  });
});

it('ends a trial whose loss is no number as diverged, and goes on', async () => {
  const wild: Scenario = { ...layers(1, 12), name: 'wild', learningRate: 1e38 };
  const events = await run(experiment([wild, layers(12, 12)], { gradientClip: 0 }));
  const [diverged, fine] = records(events) as [TrialRecord, TrialRecord];
  expect(diverged.status).toBe('diverged');
  expect(diverged.message).toMatch(/step \d/);
  expect(diverged.accuracy).toBeNull();
  expect(fine.status).toBe('done');
});

// These tests are the last ones, because after a run that failed, and in a new worker, everything compiles again.
it('says which file is missing, and runs again', async () => {
  const lacking = new Map([['local:half', [new File(['{}'], 'tokenizer.json')]]]);
  const request = { ...experiment([layers(12, 12)]), model: 'local:half' };
  const events = await run(request, undefined, { ...DEFAULT_SOURCES, localModels: lacking });
  expect(events.at(-1)).toMatchObject({ type: 'failed' });
  expect(JSON.stringify(events.at(-1))).toMatch(/half has no file config\.json/);
  const head: Scenario = { name: 'head', color: '#111111', method: 'classifier' };
  expect(records(await run(experiment([head]))).map(({ status }) => status)).toEqual(['done']);
});

it('can be cancelled while loading, and runs again', async () => {
  trainer.terminate();
  trainer = createTrainer(new URL('/', location.href).href);
  await cancelWhile('loading');
});
