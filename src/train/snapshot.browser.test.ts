/** @file A trial that resumes from a snapshot ends with the same bits as one that was never interrupted. */
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { Scenario } from '../experiment/experiment';
import { createWebGPUOps, type WebGPUOps } from '../ops/webgpu';
import type { TrialSnapshot } from './snapshot';
import { adapted, sentences, SILENT, SMALL, smallSetting } from './trial.testing';
import { runTrial } from './trial';
import type { TrialHooks, TrialOutcome } from './trialSetting';

const SETS = { train: sentences(SMALL, 24, 41), validation: sentences(SMALL, 10, 30) };
const DROPOUT = { hidden: 0.1, attention: 0.1, lora: 0.1, classifier: 0.1 };
const STEPS = 15;
let ops: WebGPUOps;

beforeAll(async () => {
  await tf.setBackend('webgpu');
  ops = createWebGPUOps({ software: true });
});

async function train(
  scenario: Scenario,
  hooks: Partial<TrialHooks> = {},
  from: TrialSnapshot | null = null,
): Promise<TrialOutcome> {
  const setting = smallSetting(ops, SMALL, SETS, {
    duration: { unit: 'steps', count: STEPS },
    dropout: DROPOUT,
    evaluateEvery: 4,
    shuffle: true,
  });
  try {
    return await runTrial(setting, { scenario, seed: 1 }, { ...SILENT, ...hooks }, from);
  } finally {
    setting.dispose();
  }
}

/** The part of an outcome that does not depend on how fast the device is. */
const computed = ({ samplesPerSecond: _, peakBytes: __, memory: ___, ...rest }: TrialOutcome) => rest;

/** Stats of 8 bytes a step wait to be read in groups of up to 32. */
const UNREAD_BYTES = 32 * 8;

test.each<[string, Scenario]>([
  ['LoRA everywhere', adapted(SMALL, 1, 3)],
  ['full fine-tuning', { name: 'full', color: '#000000', method: 'full' }],
])('%s: from whichever step it goes on, the same bits come out', async (_, scenario) => {
  const plain = await train(scenario);
  const snapshots: TrialSnapshot[] = [];
  const kept = await train(scenario, {
    snapshots: {
      isDue: () => true,
      mostBytes: Infinity,
      keep: (snapshot) => snapshots.push(structuredClone(snapshot)),
      refuse: () => expect.unreachable(),
    },
  });
  expect(computed(kept)).toEqual(computed(plain));
  // Reading the parameters back must not take more memory on the device than training does.
  expect(Math.abs(kept.peakBytes - plain.peakBytes)).toBeLessThanOrEqual(UNREAD_BYTES);
  // There is a snapshot before and after each evaluation except the last, after which nothing is left to resume.
  expect(snapshots.map(({ step }) => step)).toEqual([
    1, 2, 3, 4, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 12, 13, 14, 15,
  ]);

  for (const index of [0, 3, 4, 10, snapshots.length - 1]) {
    const from = snapshots[index]!;
    const told: number[][] = [];
    let restored = 0;
    const again = await train(
      scenario,
      {
        onRestored: ({ step }) => (restored = step),
        onSteps: (first, losses) => told.push([first, ...losses]),
      },
      from,
    );
    expect(computed(again)).toEqual(computed(plain));
    expect(Math.abs(again.peakBytes - plain.peakBytes)).toBeLessThanOrEqual(UNREAD_BYTES);
    // Two steps warm up again; what was timed before is kept.
    if (from.clock.samples > 0) expect(again.samplesPerSecond).toBeGreaterThan(0);
    expect(restored).toBe(from.step);
    // Only the new steps are reported.
    expect(told[0]?.[0] ?? STEPS).toBe(from.step);
    expect(told.flatMap(([, ...losses]) => losses)).toEqual(plain.losses.slice(from.step));
  }
});

test('a snapshot of another trial is left aside, and too large ones are not made', async () => {
  const scenario = adapted(SMALL, 3, 3);
  const plain = await train(scenario);
  let snapshot: TrialSnapshot | null = null;
  const refused: number[] = [];
  await train(adapted(SMALL, 1, 1), {
    snapshots: {
      isDue: () => true,
      mostBytes: Infinity,
      keep: (one) => (snapshot = one),
      refuse: () => expect.unreachable(),
    },
  });
  const wrong = { ...snapshot!, parameters: new Float32Array(7) };
  const told: number[] = [];
  const again = await train(
    scenario,
    {
      onRestored: ({ step }) => told.push(step),
      snapshots: {
        isDue: () => true,
        mostBytes: 1000,
        keep: () => expect.unreachable(),
        refuse: (bytes) => refused.push(bytes),
      },
    },
    wrong,
  );
  expect(told).toEqual([]);
  expect(again.losses).toEqual(plain.losses);
  expect(refused).toHaveLength(1);
  expect(refused[0]).toBeGreaterThan(1000);
});
