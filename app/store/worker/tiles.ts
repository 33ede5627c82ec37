/** @file The tiles that this browser's devices have chosen, kept from visit to visit. Tests write `off` in their place. */
import { storedTiles, withTiles, type DeviceTiles, type KeptTiles } from '../../../src/results/keptTiles';
import { readPreference, writePreference } from '../storage/preferences';

const PREFERENCE = 'tiles';

export const keptTiles = (): KeptTiles | 'off' => storedTiles(readPreference(PREFERENCE));

export function keepTiles(device: string, tiles: DeviceTiles): void {
  const kept = keptTiles();
  if (kept !== 'off') writePreference(PREFERENCE, JSON.stringify(withTiles(kept, device, tiles)));
}
