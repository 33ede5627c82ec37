import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { sampleTrial } from '../experiment/testing';
import { cutTrials } from './cutTrials';
import { readResultsInParts } from './readInParts';
import { checkResultsBounds } from './resultsBounds';
import { parseResults, serializeResults } from './resultsFile';
import type { ResultsFile } from './results';

const never = () => Promise.resolve();
/** Long enough to be read in parts. */
const losses = Array.from({ length: 2000 }, (_, i) => 1 / (i + 3));
const file: ResultsFile = {
  ...{ version: 1, experiment: DEFAULT_EXPERIMENT, environment: sampleTrial().environment },
  trials: Array.from({ length: 40 }, (_, i) =>
    sampleTrial({
      id: `t"[{\\${i}`,
      scenario: { ...DEFAULT_EXPERIMENT.scenarios[0], name: `a "trials": [{ \\ ${i % 2}` },
      losses: i % 3 ? losses : [...losses, NaN],
    }),
  ),
};
const text = serializeResults(file);

const outcomeOf = async (read: () => unknown): Promise<unknown> => {
  try {
    return await read();
  } catch (error) {
    return (error as Error).message;
  }
};
const atOnce = (json: string): ResultsFile => {
  const results = parseResults(json);
  checkResultsBounds(results);
  return results;
};

describe('a large results file read in parts', () => {
  it('gives what reading it at once gives, with scenarios that trials share', async () => {
    expect(text.length).toBeGreaterThan(500_000);
    const read = await readResultsInParts(text);
    expect(read).toStrictEqual(atOnce(text));
    expect(read.trials[0]?.scenario).toBe(read.trials[2]?.scenario);
    const compact = JSON.stringify(JSON.parse(text));
    expect(await readResultsInParts(compact)).toStrictEqual(file);
  });

  it('really cuts it: one part a trial, whatever its texts hold', async () => {
    const cut = await cutTrials(text, never);
    expect(cut?.trials).toHaveLength(40);
    expect(JSON.parse(cut?.around ?? '')).toMatchObject({ version: 1, trials: [] });
  });

  it('can pause after every trial, and every so often before', async () => {
    let pauses = 0;
    await readResultsInParts(text, () => {
      pauses++;
      return Promise.resolve();
    });
    expect(pauses).toBeGreaterThanOrEqual(40 + Math.floor(text.length / 200_000));
  });

  it.each([
    ['a loss that is a text', text.replace('"losses": [0.', '"losses": ["x", 0.')],
    ['a scenario that is wrong in a later trial', text.replace(/(.*)"rank": 8/s, '$1"rank": 8.5')],
    ['a text without end', text.replace('"losses": [0.', '"losses": [" 0.')],
    ['a missing comma between trials', text.replace(/\n {4}\},\n {4}\{/, '\n    }\n    {')],
    ['a comma too much', text.replace(/\n {2}\]\n\}\n$/, ',\n  ]\n}\n')],
    ['a trial that is a number', text.replace('"trials": [', '"trials": [3,')],
    ['a newer version', text.replace('"version": 1', '"version": 99')],
    ['a second list of trials', text.replace(/\}\n$/, ', "trials": []}')],
    ['an escaped one', text.replace(/\}\n$/, ', "\\u0074rials": [{}]}')],
    ['a long message', text.replace('"message": null', `"message": "${'x'.repeat(6000)}"`)],
    ['an experiment that cannot run', text.replace('"rank": 8', '"rank": 5000')],
    ['half a file', text.slice(0, text.length / 2)],
  ])('refuses %s as reading at once does', async (_, changed) => {
    expect(changed).not.toBe(text);
    const inParts = await outcomeOf(() => readResultsInParts(changed));
    const whole = await outcomeOf(() => atOnce(changed));
    // Where a text is no JSON, reading in parts names the trial.
    const told = (outcome: unknown) =>
      typeof outcome === 'string'
        ? outcome.replace(/^(The results file|trials\[\d+\]) is not JSON.*/s, 'no JSON')
        : outcome;
    expect(typeof inParts).toBe(typeof whole);
    expect(told(inParts)).toEqual(told(whole));
  });
});
