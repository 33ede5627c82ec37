/** @file How much of a device's memory may be used: the person's limit, and what found no room on this device before. */
import type { MemoryLimit } from '../../../workers/client';
import { readPreference, writePreference } from '../storage/preferences';

const LIMIT = 'memory-gb';
const FULL = 'memory-full';
const GB = 1e9;
/** The largest relative difference between estimated and measured memory. */
const PLAN_ERROR = 0.03;

/** GB that the person allows; null for no limit. */
export function savedMemoryLimit(): number | null {
  const saved = Number(readPreference(LIMIT) ?? NaN);
  return saved > 0 && Number.isFinite(saved) ? saved : null;
}

export function saveMemoryLimit(gigabytes: number | null): void {
  writePreference(LIMIT, gigabytes === null ? null : String(gigabytes));
}

/** By device, the estimated bytes of the smallest trial that found no room. */
function found(): Record<string, number> {
  try {
    const saved: unknown = JSON.parse(readPreference(FULL) ?? '{}');
    const entries = typeof saved === 'object' && saved !== null ? Object.entries(saved) : [];
    return Object.fromEntries(entries.filter(([, bytes]) => typeof bytes === 'number' && bytes > 0));
  } catch {
    return {};
  }
}

export function memoryLimits(device: string, gigabytes: number | null): MemoryLimit[] {
  const full = new Map(Object.entries(found())).get(device);
  return [
    ...(gigabytes === null ? [] : [{ source: 'person', bytes: gigabytes * GB } as const]),
    ...(full === undefined ? [] : [{ source: 'earlier', bytes: full } as const]),
  ];
}

/** Notes that a trial of so many bytes, as estimated, found no room. */
export function noteFull(device: string, bytes: number): void {
  const all = new Map(Object.entries(found()));
  all.set(device, Math.min(bytes, all.get(device) ?? Infinity));
  writePreference(FULL, JSON.stringify(Object.fromEntries(all)));
}

/** Notes that a trial of so many bytes, as measured, found room: if a smaller one did not, other programs had taken it. */
export function noteFits(device: string, bytes: number): void {
  const all = new Map(Object.entries(found()));
  if (bytes < (1 - PLAN_ERROR) * (all.get(device) ?? Infinity)) return;
  all.delete(device);
  writePreference(FULL, all.size === 0 ? null : JSON.stringify(Object.fromEntries(all)));
}
