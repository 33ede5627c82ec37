/** @file What scenarios cost, measured by their trials: parameters, memory by kind, speed. */
import type { Scenario } from '../experiment/experiment';
import type { MemoryBreakdown, TrialRecord } from './results';
import { withUnit } from '../base/format';
import { ofOneEngine } from './engines';
import type { ModelConfig } from '../architecture/config';
import { relativeParameters } from '../experiment/parameters';

/** Ordered from memory that is always in use to memory that comes and goes; pictures draw them ever paler in this order. */
export const MEMORY_KINDS: readonly { readonly kind: keyof MemoryBreakdown; readonly label: string }[] = [
  { kind: 'weights', label: 'weights' },
  { kind: 'adapters', label: 'trained' },
  { kind: 'gradients', label: 'gradients' },
  { kind: 'optimizer', label: 'optimizer' },
  { kind: 'activations', label: 'activations' },
  { kind: 'workspace', label: 'workspace' },
];

export interface PeakMemory {
  /** The size in bytes. */
  readonly memory: MemoryBreakdown;
  /** Whether it is estimated, because nothing was measured yet. */
  readonly isEstimated: boolean;
}

/**
 * The measured peak, or the estimated one until a trial has measured it. Memory does not depend on the seed; the
 * largest trial of one engine counts.
 */
export function peakMemory(
  done: readonly Pick<TrialRecord, 'peakBytes' | 'memory' | 'environment'>[],
  estimated: MemoryBreakdown | null,
): PeakMemory | null {
  const [largest] = [...ofOneEngine(done)].sort((a, b) => b.peakBytes - a.peakBytes);
  if (largest) return { memory: largest.memory, isEstimated: false };
  return estimated && { memory: estimated, isEstimated: true };
}

/** The bytes of all kinds together. */
export function totalBytes(memory: MemoryBreakdown): number {
  return MEMORY_KINDS.reduce((sum, { kind }) => sum + memory[kind], 0);
}

/** Training sentences per second, one value for each trial of one engine that measured them. */
export function speedsOf(done: readonly Pick<TrialRecord, 'samplesPerSecond' | 'environment'>[]): number[] {
  return ofOneEngine(done).flatMap(({ samplesPerSecond }) => samplesPerSecond ?? []);
}

/** The right end of an axis of bars that begin at 0: just above the longest bar, and above 0 while there is none. */
export const barEnd = (values: readonly number[]): number => Math.max(1e-9, ...values) * 1.01;

/** Whether the trials ran on different devices, so that their speeds do not compare. */
export function onSeveralDevices(done: readonly Pick<TrialRecord, 'environment'>[]): boolean {
  return new Set(done.map(({ environment: { backend, device } }) => `${backend} ${device}`)).size > 1;
}

/**
 * The trained parameters divided by those of full fine-tuning, in [0, 1]: counted by a trial, or else from the model's
 * shape.
 */
export function parameterShare(
  scenario: Scenario,
  done: readonly Pick<TrialRecord, 'relativeParameters'>[],
  config: ModelConfig | null,
): number | null {
  return done[0]?.relativeParameters ?? (config ? relativeParameters(config, scenario) : null);
}

/** A logarithmic axis of shares that ends at 1, on which a thousandth of full fine-tuning can still be seen beside it. */
export interface LogAxis {
  /** The ticks, in tenfold steps up to 1. */
  readonly ticks: readonly number[];
  /** The position of a share, from 0 at the first tick to 1 at the last. */
  readonly position: (share: number) => number;
}

/** The axis reaches down to the smallest share, and at least to 1 %. */
export function shareAxis(shares: readonly (number | null)[]): LogAxis {
  const smallest = shares.reduce<number>((least, value) => (value ? Math.min(least, value) : least), 0.01);
  const lowest = Math.floor(Math.log10(smallest) - 1e-9);
  return {
    ticks: Array.from({ length: -lowest + 1 }, (_, i) => Number(`1e${lowest + i}`)),
    position: (share) => Math.min(1, Math.max(0, (Math.log10(share) - lowest) / -lowest)),
  };
}

/** "0.1 %". */
export const tickText = (share: number): string => withUnit(Number((share * 100).toPrecision(1)), '%');
