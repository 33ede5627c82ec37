import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAINING } from '../experiment/defaults';
import { createPlanningOps } from '../ops/webgpu';
import { planMemory } from './memory';
import { largest, largestCompany, type MemoryLimit } from './memoryFit';
import { adapted, SMALL } from './trial.testing';

it('finds the largest that fits, wherever the border is', () => {
  for (let most = 0; most <= 40; most++)
    for (let border = 0; border <= most; border++)
      expect(largest(most, (size) => size <= border)).toBe(border === 0 ? null : border);
});

it('looks seldom', () => {
  let looks = 0;
  expect(largest(1023, (size) => (looks++, size <= 700))).toBe(700);
  expect(looks).toBeLessThanOrEqual(10);
});

describe('a company', () => {
  const ops = createPlanningOps();
  const question = {
    ...{ ops, config: SMALL, scenario: adapted(SMALL, 1, 3), training: DEFAULT_TRAINING },
    ...{ trainLengths: [48], validationLengths: [32] },
  };
  const planned = (together: number) => planMemory({ ...question, together })!;

  it('has each trial’s own memory once more, and the frozen weights once', () => {
    const [one, five] = [planned(1), planned(5)];
    expect(five.memory.weights).toBe(one.memory.weights);
    for (const kind of ['adapters', 'gradients', 'optimizer'] as const)
      expect(five.memory[kind]).toBe(5 * one.memory[kind]);
    expect(five.memory.activations).toBeGreaterThan(4.5 * one.memory.activations);
    expect(five.memory.activations).toBeLessThan(5.5 * one.memory.activations);
    // The layout, by which snapshots are read, stays that of one.
    expect(five.layout.length).toBe(one.layout.length);
  });

  it('is as large as fits the limits, and at least one', () => {
    const limit = (bytes: number): MemoryLimit[] => [{ source: 'person', bytes }];
    expect(largestCompany(question, limit(planned(7).peakBytes), 20, true)).toBe(7);
    expect(largestCompany(question, limit(planned(7).peakBytes - 1), 20, true)).toBe(6);
    expect(largestCompany(question, limit(planned(7).peakBytes), 5, true)).toBe(5);
    expect(largestCompany(question, limit(1), 5, true)).toBe(1);
    expect(largestCompany(question, limit(1e12), 1000, true)).toBe(ops.maxTrials);
    // What once did not fit does not fit again.
    const earlier: MemoryLimit[] = [{ source: 'earlier', bytes: planned(3).peakBytes }];
    expect(largestCompany(question, earlier, 20, true)).toBe(2);
  });

  it('keeps to 2 GiB where no person has said otherwise', () => {
    // Many layers, so that the sum of the tensors reaches the bound before one of them is too large to bind.
    const config = { ...SMALL, layers: 12 };
    const training = { ...DEFAULT_TRAINING, batchSize: 256 };
    const large = { ...question, config, scenario: adapted(config, 1, 12), training };
    const bound = largestCompany(large, [], 1000, true);
    const peak = (together: number): number => planMemory({ ...large, together })!.peakBytes;
    expect(peak(bound)).toBeLessThanOrEqual(2 * 2 ** 30);
    expect(peak(bound + 1)).toBeGreaterThan(2 * 2 ** 30);
    // Whoever asks for a number of trials is not held back.
    expect(largestCompany(large, [], bound + 1, false)).toBe(bound + 1);
  });
});
