import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { sampleTrial } from '../experiment/testing';
import {
  MEMORY_KINDS,
  onSeveralDevices,
  parameterShare,
  peakMemory,
  shareAxis,
  speedsOf,
  tickText,
  totalBytes,
} from './costs';

const trial = sampleTrial();

it('takes the largest trial for the peak, and what is estimated only without one', () => {
  const larger = sampleTrial({ peakBytes: 7e7, memory: { ...trial.memory, weights: 2e7 } });
  expect(peakMemory([trial, larger], null)).toEqual({ memory: larger.memory, isEstimated: false });
  expect(peakMemory([], trial.memory)).toEqual({ memory: trial.memory, isEstimated: true });
  expect(peakMemory([], null)).toBeNull();
});

it('adds up every kind of memory that a record has', () => {
  expect(MEMORY_KINDS.map(({ kind }) => kind).sort()).toEqual(Object.keys(trial.memory).sort());
  expect(totalBytes(trial.memory)).toBe(6e7);
});

it('leaves out speeds that were not measured, and notices different devices', () => {
  expect(speedsOf([trial, sampleTrial({ samplesPerSecond: null })])).toEqual([120.5]);
  const otherTab = sampleTrial({ environment: { ...trial.environment, device: 'another' } });
  expect(onSeveralDevices([trial, trial])).toBe(false);
  expect(onSeveralDevices([trial, otherTab])).toBe(true);
});

it('has a share of parameters only where something tells it', () => {
  const [scenario] = DEFAULT_EXPERIMENT.scenarios;
  expect(parameterShare(scenario, [trial], null)).toBe(0.01);
  expect(parameterShare(scenario, [], null)).toBeNull();
});

it('puts shares on an axis of tenfold steps', () => {
  const { ticks, position } = shareAxis([1, 0.0004, null]);
  expect(ticks).toEqual([1e-4, 1e-3, 1e-2, 1e-1, 1]);
  expect(ticks.map(tickText)).toEqual(['0.01\u00a0%', '0.1\u00a0%', '1\u00a0%', '10\u00a0%', '100\u00a0%']);
  expect(ticks.map(position)).toEqual([0, 0.25, 0.5, 0.75, 1].map((at) => expect.closeTo(at, 9) as number));
  expect(shareAxis([]).ticks).toEqual([1e-3, 1e-2, 1e-1, 1]);
});
