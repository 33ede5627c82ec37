/** @file What the browser has stored, whoever wrote it; and a workshop's text. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { tamperedJson } from '../../../src/fuzz/hostileJson';
import { anyText, tampered } from '../../../src/fuzz/hostileText';
import { refuses } from '../../../src/fuzz/property';
import { sortStored } from '../../../src/library/storedEntries';
import { textBlocks } from '../../../src/workshop/textBlocks';
import { storedPredictions } from '../experiment/lessonSlice';
import { storedSpeeds } from '../timing/speedSlice';

const STORED = [
  { 'roberta-mini gpu': { lora: 100, classifier: 300, full: 40 } },
  ['lower', 'upper'],
  { version: 1, id: 'a', name: 'b', addedAt: '2026-01-01', results: { version: 2 } },
  3.5,
];

refuses({
  name: "what the browser has stored, and a workshop's text",
  share: 6,
  inputs: fc.oneof(
    anyText,
    { arbitrary: tamperedJson(STORED), weight: 3 },
    tampered(['# Hello\n\n- one\n- two\nmore']),
  ),
  sizeOf: ({ length }) => length,
  read(text) {
    for (const speeds of Object.values(storedSpeeds(text)))
      for (const speed of Object.values(speeds)) expect(speed).toBeGreaterThan(0);
    storedPredictions(() => text);
    expect(textBlocks(text).length).toBeLessThanOrEqual(302);
    let value: unknown = null;
    try {
      value = JSON.parse(text);
    } catch {
      // Then it is no entry either.
    }
    const { entries, foreign } = sortStored([value]);
    expect(entries.length + foreign.length).toBeLessThanOrEqual(1);
  },
});
