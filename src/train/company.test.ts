/** @file Trials that train together end as they do alone, on the reference op set. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it, test } from 'vitest';
import type { Hyperparameters, Scenario } from '../experiment/experiment';
import type { Ops } from '../ops';
import { createReferenceOps } from '../ops/reference';
import { alone, apart, keepingAll, outcomesOf, SETS, STEPS, TINY, together } from './company.testing';
import type { TrialSnapshot } from './snapshot';
import type { TrainedTensors } from './trained';
import { adapted } from './trial.testing';
import type { TrialOutcome } from './trialSetting';

const LORA = adapted(TINY, 1, 1);
const DORA = { ...LORA, name: 'DoRA', dora: true } as Scenario;
const HEAD: Scenario = { name: 'head', color: '#000000', method: 'classifier' };
const SEEDS = [1, 2, 5] as const;
const NEAR = 1e-6;

let ops: Ops;
beforeAll(async () => {
  await tf.setBackend('cpu');
  ops = createReferenceOps();
});

/** Everything of an outcome that does not depend on how fast the device is or how much it keeps. */
const figures = ({ losses: _, evaluations, validationLoss: __, ...rest }: TrialOutcome) => ({
  evaluations: evaluations.map(({ step, accuracy, trainAccuracy }) => ({ step, accuracy, trainAccuracy })),
  status: rest.status,
  message: rest.message,
  accuracy: rest.accuracy,
  correct: rest.correct,
  confusion: rest.confusion,
  steps: rest.steps,
  trainableParameters: rest.trainableParameters,
});

function expectSame(own: TrialOutcome, other: TrialOutcome): void {
  expect(figures(own)).toEqual(figures(other));
  expect(apart(own.losses, other.losses)).toBeLessThan(NEAR);
  const measured = (of: TrialOutcome): number[] => of.evaluations.map(({ loss }) => loss);
  expect(apart(measured(own), measured(other))).toBeLessThan(NEAR);
}

const LONG = { duration: { unit: 'steps', count: STEPS } } as const;
const aloneOnes = new Map<string, Promise<TrialOutcome>>();
/** A trial alone, trained once for all tests. */
function lone(
  scenario: Scenario,
  seed: number,
  change: Partial<Hyperparameters> = {},
): Promise<TrialOutcome> {
  const key = JSON.stringify([scenario.name, seed, change]);
  const known = aloneOnes.get(key) ?? alone({ ops, scenario, change }, seed);
  aloneOnes.set(key, known);
  return known;
}

test.each([LORA, HEAD])(
  '$name: every seed has the results that it has alone, with dropout, padding and odd rows',
  async (scenario) => {
    expect(SETS.train.length % 4).toBe(2);
    const before = tf.memory().numTensors;
    const told = SEEDS.map((): number[] => []);
    const progress: string[] = [];
    const ended: (readonly [number, string])[] = [];
    const ends = await together({
      ops,
      scenario,
      seeds: SEEDS,
      change: LONG,
      hooks: (trial) => ({
        onSteps: (first, losses) => told[trial]?.push(...losses.map((_, i) => first + i)),
        onProgress: (phase) => progress.push(`${trial} ${phase}`),
        onEnded: ({ status }) => ended.push([trial, status]),
      }),
    });
    expect(tf.memory().numTensors).toBe(before);
    const outcomes = outcomesOf(ends);
    for (const [i, seed] of SEEDS.entries()) {
      expectSame(outcomes[i]!, await lone(scenario, seed, LONG));
      expect(told[i]).toEqual(Array.from({ length: STEPS }, (_, step) => step));
      expect(outcomes[i]!.company?.trials).toBe(SEEDS.length);
    }
    // The seeds are different trials, so a slab that was taken for another would show.
    expect(apart(outcomes[0]!.losses, outcomes[1]!.losses)).toBeGreaterThan(1000 * NEAR);
    expect(new Set(progress)).toEqual(new Set(['0 training', '0 evaluating']));
    expect(ended).toEqual(SEEDS.map((_, i) => [i, 'done']));
  },
);

it('begins with each trial’s own magnitudes, and trains them as it does alone', async () => {
  const change = { duration: { unit: 'steps', count: 3 } } as const;
  const outcomes = outcomesOf(await together({ ops, scenario: DORA, seeds: [1, 2], change }));
  for (const [i, seed] of [1, 2].entries()) expectSame(outcomes[i]!, await lone(DORA, seed, change));
});

it('hands over what each trial trained', async () => {
  const kept = new Map<number, TrainedTensors>();
  const seeds = [1, 2];
  const hooks = (trial: number) => ({
    onTrained: (tensors: TrainedTensors) => void kept.set(trial, tensors),
  });
  await together({ ops, scenario: LORA, seeds, hooks, change: { duration: { unit: 'steps', count: 4 } } });
  for (const [i, seed] of seeds.entries()) {
    let own: TrainedTensors = new Map();
    const change = { duration: { unit: 'steps', count: 4 } } as const;
    await alone({ ops, scenario: LORA, change }, seed, { onTrained: (tensors) => (own = tensors) });
    expect([...kept.get(i)!.keys()]).toEqual([...own.keys()]);
    for (const [name, { values }] of own)
      expect(apart([...kept.get(i)!.get(name)!.values], [...values]), name).toBeLessThan(NEAR);
  }
});

it('costs are those of one trial where these are given, and what the company took stands beside them', async () => {
  const peak = { peakBytes: 3e6, peakLiveBytes: 2.5e6 };
  const ends = await together({
    ...{ ops, scenario: HEAD, seeds: [1, 2], options: { alone: peak } },
    change: { duration: { unit: 'steps', count: 3 } },
  });
  for (const { peakBytes, memory, samplesPerSecond, company } of outcomesOf(ends)) {
    expect(peakBytes).toBe(3e6);
    expect(memory.workspace).toBe(5e5);
    expect((Object.values(memory) as number[]).reduce((sum, bytes) => sum + bytes, 0)).toBe(3e6);
    expect(samplesPerSecond).toBeNull();
    expect(company?.peakBytes).not.toBe(3e6);
  }
});

it('a seed that diverges ends at once and alone, and the others go on as if it were not there', async () => {
  const events: string[] = [];
  const snapshotOf = async (seed: number): Promise<TrialSnapshot> => {
    const own: TrialSnapshot[] = [];
    await alone({ ops, scenario: LORA }, seed, { ...keepingAll(own), isCancelled: () => own.length >= 3 });
    return own[2]!;
  };
  const [healthy, sick, other] = [await snapshotOf(1), await snapshotOf(2), await snapshotOf(5)];
  // Its adapters have values that no loss survives.
  sick.parameters.fill(NaN, 0, 8);
  const ends = await together({
    ...{ ops, scenario: LORA, seeds: [1, 2, 5], from: [healthy, sick, other] },
    hooks: (trial) => ({
      onEnded: ({ status }) => events.push(`${trial} ${status}`),
      onEvaluation: ({ step }) => events.push(`${trial} at ${step}`),
    }),
  });
  const [one, two, five] = outcomesOf(ends) as [TrialOutcome, TrialOutcome, TrialOutcome];
  expect([one.status, two.status, five.status]).toEqual(['done', 'diverged', 'done']);
  expect(two.message).toMatch(/The loss became NaN at step 4/);
  expect(two.accuracy).toBeNull();
  expect(events[0]).toBe('1 diverged');
  expect(events.filter((event) => event.startsWith('1 '))).toEqual(['1 diverged']);
  expectSame(one, await lone(LORA, 1));
  expectSame(five, await lone(LORA, 5));
});

it('ends when all have diverged', async () => {
  const ends = await together({
    ...{ ops, scenario: LORA, seeds: [1, 2] },
    change: { learningRate: 1e38, gradientClip: 0, warmup: 0 },
  });
  for (const { status, steps, accuracy } of outcomesOf(ends)) {
    expect([status, accuracy]).toEqual(['diverged', null]);
    expect(steps).toBeLessThan(13);
  }
});

it('one that is cancelled ends there, and the others go on; when all are, the company stops', async () => {
  let seen = 0;
  const ends = await together({
    ...{ ops, scenario: LORA, seeds: [1, 2] },
    hooks: (trial) => ({
      isCancelled: () => trial === 0 && seen > 5,
      onSteps: (_, losses) => void (seen += trial === 1 ? losses.length : 0),
    }),
  });
  const [cancelled, done] = outcomesOf(ends) as [TrialOutcome, TrialOutcome];
  expect(cancelled.status).toBe('cancelled');
  expect(cancelled.steps).toBeLessThan(13);
  expectSame(done, await lone(LORA, 2));

  const before = tf.memory().numTensors;
  let steps = 0;
  const all = await together({
    ...{ ops, scenario: LORA, seeds: [1, 2] },
    hooks: () => ({ isCancelled: () => steps > 3, onSteps: (_, losses) => void (steps += losses.length) }),
  });
  expect(outcomesOf(all).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
  expect(tf.memory().numTensors).toBe(before);
});

it('rests as often as a trial alone does, which changes nothing', async () => {
  let [asked, rests] = [0, 0];
  const rest = {
    isDue: () => ++asked % 3 === 0,
    isQuiet: false,
    untilOver: () => Promise.resolve(void rests++),
  };
  const ends = await together({ ops, scenario: LORA, seeds: [1, 2], hooks: () => ({ rest }) });
  expect(rests).toBeGreaterThan(3);
  for (const [i, seed] of [1, 2].entries()) expectSame(outcomesOf(ends)[i]!, await lone(LORA, seed));
});

it('resumes from a company alone, from alone in a company, and in a company again', async () => {
  const kept = [1, 2].map((): TrialSnapshot[] => []);
  const options = { alone: { peakBytes: 1e6, peakLiveBytes: 1e6 } };
  await together({
    ...{ ops, scenario: LORA, seeds: [1, 2], options },
    hooks: (trial) => ({
      ...keepingAll(kept[trial]!),
      isCancelled: () => kept[1]!.some(({ step }) => step === 11),
    }),
  });
  // All trials have snapshots of the same steps, so that they can go on together.
  expect(kept[0]!.map(({ step }) => step)).toEqual(kept[1]!.map(({ step }) => step));
  const at = (seed: 0 | 1, step: number, which: 'first' | 'last' = 'first'): TrialSnapshot => {
    const found = kept[seed]!.filter((snapshot) => snapshot.step === step);
    return found.at(which === 'first' ? 0 : -1)!;
  };
  const single = await alone({ ops, scenario: LORA }, 2, {}, at(1, 7));
  expectSame(single, await lone(LORA, 2));
  expect(single.company).toBeNull();

  // One was interrupted before an evaluation, the other after it.
  for (const which of ['first', 'last'] as const) {
    const restored: number[] = [];
    const ends = await together({
      ...{ ops, scenario: LORA, seeds: [1, 2], from: [at(0, 10, 'first'), at(1, 10, which)] },
      hooks: () => ({ onRestored: ({ step }) => restored.push(step) }),
    });
    expect(restored).toEqual([10, 10]);
    for (const [i, seed] of [1, 2].entries()) expectSame(outcomesOf(ends)[i]!, await lone(LORA, seed));
  }

  const own: TrialSnapshot[] = [];
  await alone({ ops, scenario: LORA }, 5, {
    ...keepingAll(own),
    isCancelled: () => own.some(({ step }) => step === 7),
  });
  const fromAlone = own.find(({ step }) => step === 7)!;
  const ends = await together({ ops, scenario: LORA, seeds: [1, 5], from: [at(0, 7), fromAlone] });
  for (const [i, seed] of [1, 5].entries()) expectSame(outcomesOf(ends)[i]!, await lone(LORA, seed));
});

it('refuses trials that are at different steps', async () => {
  const own: TrialSnapshot[] = [];
  await alone({ ops, scenario: HEAD }, 1, { ...keepingAll(own), isCancelled: () => own.length > 3 });
  const before = tf.memory().numTensors;
  const wrong = together({ ops, scenario: HEAD, seeds: [1, 2], from: [own[0]!, null] });
  await expect(wrong).rejects.toThrow(/at step 1 of 13 and 0 of 13 cannot train together/);
  expect(tf.memory().numTensors).toBe(before);
});

it('parts when it is not worth its while, and each goes on alone with nothing lost', async () => {
  const asked: number[] = [];
  const ends = await together({
    ...{ ops, scenario: LORA, seeds: [1, 2] },
    options: { trial: { steps: 6, goesOn: ({ samples }) => asked.push(samples) < 0 } },
  });
  // Six steps of two trials, with four sentences or, at the end of an epoch, two.
  expect(asked).toHaveLength(1);
  expect(asked[0]).toBeGreaterThan(40);
  expect(asked[0]).toBeLessThan(48);
  for (const [i, seed] of [1, 2].entries()) {
    const { snapshot } = ends[i]!;
    expect(snapshot?.step).toBe(8);
    expectSame(await alone({ ops, scenario: LORA }, seed, {}, snapshot), await lone(LORA, seed));
  }
});
