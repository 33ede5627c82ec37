/** @file The page's one trainer, started when first needed. */
import { keepTiles, keptTiles } from './tiles';
import { createTrainer, type TrainerClient } from '../../../workers/client';

let current: TrainerClient | null = null;
const listeners = new Set<(silent: boolean) => void>();

/** Calls back when the trainer's worker has been silent for a while, and when it answers after all. */
export const onTrainerSilence = (listener: (silent: boolean) => void): void => void listeners.add(listener);

export function trainer(): TrainerClient {
  current ??= createTrainer(undefined, (silent) => listeners.forEach((listener) => listener(silent)), {
    kept: keptTiles,
    keep: keepTiles,
  });
  return current;
}

/**
 * Ends the worker after a failure, so that the next use starts another: a lost device or a crashed worker does not come
 * back, but a new worker has a new device.
 */
export function dropTrainer(): void {
  current?.terminate();
  current = null;
}
