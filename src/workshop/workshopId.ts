/** @file What the browser keeps a workshop's count and seed under: a hash of the workshop's part of the address. */
import type { Workshop } from './workshop';
import { encodeWorkshop } from './workshopUrl';

const OFFSETS = [0x811c9dc5, 0x9747b28c] as const;
const PRIME = 0x01000193;

/** The same for the same workshop, whatever its participants make of the experiment. Eight to fourteen letters and digits. */
export function workshopId(workshop: Workshop): string {
  const text = encodeWorkshop(workshop);
  return OFFSETS.map((offset) => fnv1a(text, offset).toString(36).padStart(4, '0')).join('');
}

/** FNV-1a over UTF-16 units, 32 bits: tells workshops apart, and guards nothing. */
function fnv1a(text: string, offset: number): number {
  let hash: number = offset;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  return hash >>> 0;
}
