/** @file What the browser keeps of a workshop under its id: trials used, the device's own first seed, the prediction. */
import type { Experiment } from '../../../src/experiment/experiment';
import { firstSeedFrom, isOwnSeed, type Workshop } from '../../../src/workshop/workshop';
import { workshopId } from '../../../src/address/workshopId';
import { readPreference, writePreference } from '../storage/preferences';

type Kept = 'used' | 'seed' | 'prediction';

const nameOf = (id: string, kept: Kept): string => `workshop.${id}.${kept}`;

/** What this page has written; if the browser keeps nothing, it lasts as long as the page. */
const written = new Map<string, string>();

export function readKept(id: string, kept: Kept): string | null {
  const name = nameOf(id, kept);
  return readPreference(name) ?? written.get(name) ?? null;
}

export function writeKept(id: string, kept: Kept, value: string): void {
  const name = nameOf(id, kept);
  written.set(name, value);
  writePreference(name, value);
}

/** Trials of this workshop that were finished on this device, in any tab. */
export function trialsUsed(id: string): number {
  const used = Number(readKept(id, 'used') ?? '0');
  return Number.isSafeInteger(used) && used >= 0 ? used : 0;
}

/** The device's own first seed in this workshop: drawn once, then kept. */
export function ownSeed(workshop: Workshop): number {
  const id = workshopId(workshop);
  const kept = Number(readKept(id, 'seed') ?? NaN);
  if (isOwnSeed(kept)) return kept;
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  const seed = firstSeedFrom(random);
  writeKept(id, 'seed', String(seed));
  return seed;
}

/** The experiment as this device begins it: with its own first seed, if the workshop gives each device one. */
export function withOwnSeed(experiment: Experiment, workshop: Workshop | null): Experiment {
  return workshop?.ownSeeds ? { ...experiment, firstSeed: ownSeed(workshop) } : experiment;
}
