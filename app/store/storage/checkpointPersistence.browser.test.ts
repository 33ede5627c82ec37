/** @file Checkpoints in a real IndexedDB: replaced as a whole, few at a time, gone when they are no longer wanted. */
import { beforeEach, expect, it } from 'vitest';
import type { TrialCheckpoint } from '../../../workers/client';
import {
  deleteCheckpoints,
  deleteAllBut,
  listCheckpoints,
  readCheckpoint,
  storeCheckpoint,
} from './checkpointPersistence';

function checkpoint(step: number, elements = 4): TrialCheckpoint {
  const values = (factor: number) => Float32Array.from({ length: elements }, (_, i) => factor * i + step);
  return {
    snapshot: {
      step,
      totalSteps: 150,
      parameters: values(1),
      moment1: values(2),
      moment2: values(3),
      losses: Array.from({ length: step }, (_, i) => 1 / (i + 1)),
      evaluations: [{ step, accuracy: 0.5, loss: 0.7, trainLoss: null, trainAccuracy: null }],
      figures: { lossSum: 1, hits: 2, sentences: 3 },
      clock: { milliseconds: 10, samples: 20 },
      peak: { peakBytes: 1, peakLiveBytes: 1 },
    },
    environment: { backend: 'webgpu', device: 'a GPU' },
    seconds: 12,
    savedAt: new Date(Date.UTC(2024, 0, 1, 0, 0, step)).toISOString(),
  };
}

beforeEach(() => deleteAllBut(() => false));

it('gives back the latest, to the last bit', async () => {
  await storeCheckpoint('a', checkpoint(3));
  await storeCheckpoint('a', checkpoint(120));
  expect(await readCheckpoint('a')).toEqual(checkpoint(120));
  const { savedAt } = checkpoint(120);
  expect(await listCheckpoints(['a', 'b'])).toEqual({ a: { step: 120, totalSteps: 150, savedAt } });
  await deleteCheckpoints(['a', 'b']);
  expect(await readCheckpoint('a')).toBeUndefined();
  expect(await listCheckpoints(['a'])).toEqual({});
});

it('keeps no more than four trials, the latest', async () => {
  for (const [i, key] of ['a', 'b', 'c', 'd', 'e', 'f'].entries())
    await storeCheckpoint(key, checkpoint(i + 1));
  await storeCheckpoint('c', checkpoint(50));
  expect(Object.keys(await listCheckpoints(['a', 'b', 'c', 'd', 'e', 'f']))).toEqual(['c', 'd', 'e', 'f']);
  expect(await readCheckpoint('b')).toBeUndefined();
});

it('leaves the checkpoints of trials that other tabs are training, however many', async () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  for (const [i, key] of keys.entries())
    await storeCheckpoint(key, checkpoint(i + 1), (other) => other === 'a');
  expect(Object.keys(await listCheckpoints(keys))).toEqual(['a', 'c', 'd', 'e', 'f']);
});

it('removes those of other versions', async () => {
  await storeCheckpoint('lab 1: a', checkpoint(1));
  await storeCheckpoint('lab 2: a', checkpoint(2));
  await deleteAllBut((key) => key.startsWith('lab 2'));
  expect(Object.keys(await listCheckpoints(['lab 1: a', 'lab 2: a']))).toEqual(['lab 2: a']);
});

it('stores 24 MB, a LoRA trial of roberta-base, in less than two seconds', async () => {
  const large = checkpoint(7, 2e6);
  const began = performance.now();
  await storeCheckpoint('large', large);
  const milliseconds = performance.now() - began;
  console.info(`24 MB stored in ${milliseconds.toFixed(0)} ms`);
  expect(milliseconds).toBeLessThan(2000);
  expect((await readCheckpoint('large'))?.snapshot.moment2.at(-1)).toBe(large.snapshot.moment2.at(-1));
});
