/** @file The page's one trainer, started when first needed. */
import { createTrainer, type TrainerClient } from '../../workers/client';

let current: TrainerClient | null = null;

export function trainer(): TrainerClient {
  current ??= createTrainer();
  return current;
}

/** After a failure: a lost device or a crashed worker does not come back, a new worker has a new one. */
export function dropTrainer(): void {
  current?.terminate();
  current = null;
}
