/** @file Keeps what a trial trained, and makes the event that tells the page of it. */
import { trainedBytes, type TrainedTensors, type TrainedTrial } from '../src/train/trained';
import type { Event } from './protocol';
import type { TrainedCache } from './trainedCache';

/** What a trial trained goes to the page's database up to this size. */
const MOST_PORTABLE_BYTES = 64 * 2 ** 20;

/** @param tensors null where they could not be read back: nothing is kept then */
export function keepTrained(
  place: { readonly runId: string; readonly trial: number; readonly id: string },
  about: Omit<TrainedTrial, 'id' | 'tensors'>,
  tensors: TrainedTensors | null,
  cache: TrainedCache,
): Extract<Event, { type: 'trained' }> {
  if (!tensors) return { type: 'trained', ...place, trained: null, dropped: [place.id] };
  const trained = { ...about, id: place.id, tensors };
  const dropped = cache.keep(trained);
  const portable = about.scenario.method !== 'full' && trainedBytes(trained) <= MOST_PORTABLE_BYTES;
  return { type: 'trained', ...place, trained: portable ? trained : null, dropped };
}
