/** @file Hostile results files, read into the library. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import type { TrialRecord } from '../results/results';
import { parseResults, resultsTable, serializeResults } from '../results/resultsFile';
import { readCorrect } from '../results/classified';
import { sentenceHits } from '../results/measureTrials';
import { tenRows } from '../results/testing';
import { sampleTrial } from '../experiment/testing';
import { readFiles } from '../library/readFiles';
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
    .map((scenario, i) => sampleTrial({ id: `t${i}`, scenario, seed: i, ...tenRows(6 + i) })),
} as const;
const FILES = [JSON.parse(serializeResults(FILE)) as unknown];

/** Expects that the sentences of a record that was read are those of its accuracy. */
function expectAgreement(trial: TrialRecord): void {
  const { accuracy, correct, confusion, validationClasses } = trial;
  if (correct === undefined) return;
  const hits = readCorrect(trial);
  if (!hits) throw new Error('bits without rows were accepted');
  expect(hits.reduce((sum, hit) => sum + hit, 0) / Math.max(1, hits.length)).toBeCloseTo(accuracy ?? NaN, 9);
  expect(hits.length).toBe(
    (validationClasses ?? confusion?.flat() ?? []).reduce((sum, rows) => sum + rows, 0),
  );
  expect(sentenceHits(trial)?.hits.length ?? hits.length).toBe(hits.length);
}

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
      for (const trial of results.trials) expectAgreement(trial);
    }
    return leftOut.flatMap(({ message, remedy }) => [message, remedy]);
  },
});
