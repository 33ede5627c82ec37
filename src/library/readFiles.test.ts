/** @file */
import { describe, expect, it } from 'vitest';
import { serializeResults } from '../results/resultsFile';
import { MAX_FILE_BYTES, readFiles, type PickedFile } from './readFiles';
import { entry, LOWER, trial, UPPER } from './testing';

const file = (name: string, text: string, size = text.length): PickedFile => ({
  name,
  size,
  text: () => Promise.resolve(text),
});
const resultsOf = (...trials: Parameters<typeof entry>[1][number][]) => entry('x', trials).results;
const good = (name: string, ...trials: Parameters<typeof resultsOf>) =>
  file(name, serializeResults(resultsOf(...trials)));

describe('readFiles', () => {
  it('reads each file whole or leaves it out with a message and a remedy', async () => {
    const broken = { ...resultsOf(trial(LOWER, 1)), experiment: { model: '<img src=x onerror=alert(1)>' } };
    const newer = { ...resultsOf(), version: 99 };
    const reading = await readFiles(
      [
        good('anna.json', trial(LOWER, 1), trial(UPPER, 1)),
        file('ben.json', '{"version": 1'),
        file('cem.json', JSON.stringify(broken)),
        file('dora.json', JSON.stringify(newer)),
        file('eva.json', '', MAX_FILE_BYTES + 1),
        { name: 'finn.json', size: 1, text: () => Promise.reject(new DOMException('gone')) },
        good('gül.JSON', trial(LOWER, 2)),
      ],
      [],
    );
    expect(reading.entries.map(({ name, origin, results }) => [name, origin, results.trials.length])).toEqual(
      [
        ['anna', { kind: 'file', name: 'anna.json' }, 2],
        ['gül', { kind: 'file', name: 'gül.JSON' }, 1],
      ],
    );
    expect(reading.leftOut.map(({ file }) => file)).toEqual([
      'ben.json',
      'cem.json',
      'dora.json',
      'eva.json',
      'finn.json',
    ]);
    expect(reading.leftOut.map(({ message }) => message)).toEqual([
      expect.stringContaining('not JSON'),
      expect.stringContaining('model'),
      expect.stringContaining('version 99'),
      'The file has 301 MB; results files have 300 MB at most.',
      'The browser cannot read the file.',
    ]);
    expect(reading.leftOut.every(({ remedy }) => remedy.endsWith('.'))).toBe(true);
  });

  it('refuses what the schema allows and no lab writes', async () => {
    const long = { ...LOWER, name: 'x'.repeat(81) };
    const results = resultsOf(trial(LOWER, 1));
    const reading = await readFiles(
      [
        good('name.json', trial(long, 1)),
        good('message.json', trial(LOWER, 1, { message: 'x'.repeat(5001) })),
        file(
          'twins.json',
          JSON.stringify({ ...results, experiment: { ...results.experiment, scenarios: [LOWER, LOWER] } }),
        ),
      ],
      [],
    );
    expect(reading.entries).toEqual([]);
    expect(reading.leftOut.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^trials\[0\]: Scenario "x+\.\.\.": the name has 81 characters/),
      'trials[0] holds a text of 5001 characters.',
      expect.stringContaining('more than one has this name'),
    ]);
  });

  it('recognises trials by their ids: in the library, and among the files', async () => {
    const [a, b, c] = [trial(LOWER, 1), trial(LOWER, 2), trial(LOWER, 3)];
    const reading = await readFiles(
      [good('same.json', a), good('more.json', a, b, c), good('again.json', c, b), good('none.json')],
      [entry('Anna', [a])],
    );
    expect(reading.known).toEqual([
      { file: 'same.json', as: 'Anna' },
      { file: 'again.json', as: 'more' },
    ]);
    expect(reading.entries.map(({ name }) => name)).toEqual(['more', 'none']);
    expect(reading.duplicates).toBe(1);
    expect(reading.leftOut).toEqual([]);
  });
});
