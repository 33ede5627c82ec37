/** @file Results files, by a stranger, into the library; what the browser has stored; and a workshop's text. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { storedPredictions } from '../../app/store/lessonSlice';
import { storedSpeeds } from '../../app/store/speedSlice';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { parseResults, resultsTable, serializeResults } from '../experiment/resultsFile';
import { sampleTrial } from '../experiment/testing';
import { sortStored } from '../library/entry';
import { readFiles } from '../library/readFiles';
import { textBlocks } from '../workshop/textBlocks';
import { tamperedJson } from './hostileJson';
import { anyText, tampered } from './hostileText';
import { refuses } from './property';

const { environment } = sampleTrial();
const FILE = {
  version: 1,
  experiment: DEFAULT_EXPERIMENT,
  environment,
  trials: DEFAULT_EXPERIMENT.scenarios
    .slice(0, 2)
    .map((scenario, i) => sampleTrial({ id: `t${i}`, scenario, seed: i })),
} as const;
const FILES = [JSON.parse(serializeResults(FILE)) as unknown];

refuses({
  name: 'results files',
  share: 12,
  inputs: fc.oneof(
    anyText,
    { arbitrary: tamperedJson(FILES), weight: 6 },
    { arbitrary: tampered([serializeResults(FILE)]), weight: 2 },
  ),
  sizeOf: ({ length }) => length,
  async read(text) {
    const file = { name: `${text.slice(0, 20)}.json`, size: text.length, text: () => Promise.resolve(text) };
    const { entries, leftOut } = await readFiles([file], []);
    expect(entries.length + leftOut.length).toBe(1);
    for (const { results } of entries) {
      expect(parseResults(serializeResults(results))).toEqual(results);
      resultsTable(results.trials);
      for (const { id, finishedAt, message } of results.trials)
        expect(`${id}${finishedAt}${message}`.length).toBeLessThan(12_000);
    }
    return leftOut.flatMap(({ message, remedy }) => [message, remedy]);
  },
});

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
