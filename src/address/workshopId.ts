/**
 * @file The key under which the browser keeps a workshop's count and seed: a hash of the workshop's part of the
 * address.
 */
import { fnv1a } from '../base/fnv1a';
import type { Workshop } from '../workshop/workshop';
import { encodeWorkshop } from './workshopPart';

const OFFSETS = [0x811c9dc5, 0x9747b28c] as const;

/** A workshop keeps its id, however its participants change the experiment. An id has 8 to 14 letters and digits. */
export function workshopId(workshop: Workshop): string {
  const text = encodeWorkshop(workshop);
  return OFFSETS.map((offset) => fnv1a(text, offset).toString(36).padStart(4, '0')).join('');
}
