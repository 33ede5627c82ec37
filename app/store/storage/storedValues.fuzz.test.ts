/** @file Tampered trials, entries, adapters and checkpoints, as a database holds them: read whole, or refused. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { sampleTrial } from '../../../src/experiment/testing';
import { serializeResults } from '../../../src/results/resultsFile';
import { tenRows } from '../../../src/results/testing';
import { tamperedJson } from '../../../src/fuzz/hostileJson';
import { refuses } from '../../../src/fuzz/property';
import { entryOf } from '../../../src/library/keep';
import { sourceRows } from '../../../src/library/rows';
import { allTags, matching, formatStatus } from '../../../src/library/status';
import { sortStored } from '../../../src/library/storedEntries';
import { entry, LOWER, trial } from '../../../src/library/testing';
import { readStoredTrained } from '../../../src/stored/storedTrained';
import { readStoredTrial } from '../../../src/stored/storedTrial';
import { resultsTable } from '../../../src/results/resultsFile';
import { sampleCheckpoint, sampleTrained } from './stored.testing';
import { readStoredAbout, readStoredCheckpoint } from './storedCheckpoint';

/** Maps and arrays of numbers as JSON, to be tampered with. */
const asJson = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, inner: unknown) =>
      inner instanceof Map
        ? { $map: [...(inner as Map<unknown, unknown>)] }
        : inner instanceof Float32Array
          ? { $floats: [...inner] }
          : inner,
    ),
  );

/** The reverse, for whatever came of it. */
const revive = (_: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  const { $map, $floats } = value as { $map?: unknown; $floats?: unknown };
  if (Array.isArray($floats)) return Float32Array.from($floats.map(Number));
  if (Array.isArray($map)) return new Map($map.filter((pair) => Array.isArray(pair)) as [unknown, unknown][]);
  return value;
};

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text, revive) as unknown;
  } catch {
    return text; // nested too deeply to be stored
  }
}

const file = { ...entry('Anna', [trial(LOWER, 1), trial(LOWER, 2)]) };
const WHOLE = [sampleTrial(tenRows(9)), file, sampleTrained(), sampleCheckpoint()];

refuses({
  name: 'trials, entries, adapters and checkpoints that the browser has stored',
  share: 12,
  inputs: fc.tuple(fc.nat({ max: 3 }), tamperedJson(WHOLE.map(asJson))),
  sizeOf: ([, text]) => text.length,
  read([kind, text]) {
    const value = valueOf(text);
    // What is read can be shown and written, of whichever kind it claims to be.
    if (kind === 0) {
      const record = readStoredTrial(value);
      expect(resultsTable([record])).toHaveLength(1);
      serializeResults({ ...file.results, trials: [record] });
    } else if (kind === 1) {
      const { entries, foreign, bad } = sortStored([value]);
      expect(entries.length + foreign.length + bad.length).toBe(1);
      for (const one of entries) formatStatus(one);
      sourceRowsOf(entries);
      return bad.map(({ reason }) => reason);
    } else if (kind === 2) {
      for (const { shape, values } of readStoredTrained(value).tensors.values())
        expect(shape.reduce((size, extent) => size * extent, 1)).toBe(values.length);
    } else {
      const { snapshot } = readStoredCheckpoint(value);
      expect(snapshot.losses).toHaveLength(snapshot.step);
      readStoredAbout({ ...snapshot, savedAt: '2026-01-01T00:00:00Z' });
    }
    return [];
  },
});

function sourceRowsOf(entries: ReturnType<typeof sortStored>['entries']): void {
  for (const one of entries) sourceRows(one);
  matching(entries, 'anna', null);
  allTags(entries);
  entryOf(file.results, entries);
}
