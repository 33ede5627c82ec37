/** @file Which scenarios of the library are overlaid, for this tab and its reloads. */
import { readSession, writeSession } from '../storage/preferences';

const NAME = 'library-overlay';

export function readChosen(): ReadonlySet<string> {
  try {
    const stored: unknown = JSON.parse(readSession(NAME) ?? '[]');
    return new Set(Array.isArray(stored) ? stored.filter((key) => typeof key === 'string') : []);
  } catch {
    return new Set();
  }
}

export function writeChosen(chosen: ReadonlySet<string>): void {
  writeSession(NAME, JSON.stringify([...chosen]));
}
