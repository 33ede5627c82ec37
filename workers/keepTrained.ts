/** @file Keeps what a trial trained, and makes the event that tells the page about it. */
import { trainedBytes, type TrainedTensors, type TrainedTrial } from '../src/train/trained';
import type { Event } from './protocol';
import type { TrainedCache } from './trainedCache';

/** Trained values up to this size go to the page's database. */
const MOST_PORTABLE_BYTES = 64 * 2 ** 20;

/**
 * @param which the trial: its run, its index and the id of its record
 * @param tensors null if they could not be read back; nothing is kept then
 */
export function keepTrained(
  which: { readonly runId: string; readonly trial: number; readonly id: string },
  about: Omit<TrainedTrial, 'id' | 'tensors'>,
  tensors: TrainedTensors | null,
  cache: TrainedCache,
): Extract<Event, { type: 'trained' }> {
  if (!tensors) return { type: 'trained', ...which, trained: null, dropped: [which.id] };
  const trained = { ...about, id: which.id, tensors };
  const dropped = cache.keep(trained);
  const portable = about.scenario.method !== 'full' && trainedBytes(trained) <= MOST_PORTABLE_BYTES;
  return { type: 'trained', ...which, trained: portable ? trained : null, dropped };
}
