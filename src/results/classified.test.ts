import { expect, it } from 'vitest';
import { packBits } from '../base/bits';
import { sampleTrial } from '../experiment/testing';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { readCorrect } from './classified';
import { RESULTS_VERSION, type TrialRecord } from './results';
import { parseResults, serializeResults } from './resultsFile';
import { measuredAs, tenRows } from './testing';

const whole = sampleTrial(tenRows(7));
const read = (trial: TrialRecord): TrialRecord | undefined =>
  parseResults(
    serializeResults({
      version: RESULTS_VERSION,
      experiment: DEFAULT_EXPERIMENT,
      environment: trial.environment,
      trials: [trial],
    }),
  ).trials[0];

it('comes back from a file, sentence by sentence', () => {
  expect(read(whole)).toEqual(whole);
  expect([...(readCorrect(whole) ?? [])]).toEqual([1, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
  // Without counts of the classes the number of rows is that of the confusion counts.
  const { validationClasses: _, ...counted } = whole;
  expect(readCorrect(counted)).toEqual(readCorrect(whole));
  expect(readCorrect(sampleTrial())).toBeNull();
});

const three = measuredAs([0, 1, 2, 2], [0, 1, 2, 1], 3);

it.each<[string, Partial<TrialRecord>, RegExp]>([
  ['other text', { correct: 'not base64!' }, /correct is "not base64!", not a text in base64/],
  ['too few bits', { correct: 'AA==' }, /correct is "AA==", not one bit for each validation row/],
  [
    'other bits',
    { correct: packBits(new Array<boolean>(10).fill(true)) },
    /as many of them 1 as the accuracy/,
  ],
  ['an accuracy of their own', { accuracy: 0.8 }, /confusion is a list, not the counts of this accuracy/],
  ['other classes', { validationClasses: [4, 6] }, /not the counts of this accuracy and of these rows/],
  ['rows of unequal length', { confusion: [[5, 0], [5]] }, /as many counts in each of its lists/],
  ['one class', { confusion: [[10]] }, /as many counts in each of its lists/],
  [
    'a count below 0',
    {
      confusion: [
        [-1, 6],
        [0, 5],
      ],
    },
    /confusion\[0\]\[0\] is -1, not a whole number of 0/,
  ],
  ['no identity', { validationId: '<b>' }, /validationId is "<b>", not 16 to 64 letters and digits/],
  [
    'a trial that is not done',
    { status: 'failed', accuracy: null, message: 'x' },
    /confusion is a list, not/,
  ],
])('refuses %s', (_, change, message) => {
  expect(() => read({ ...whole, ...change })).toThrow(message);
});

it('holds more than two classes', () => {
  expect(read(sampleTrial(three))?.confusion).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 1, 1],
  ]);
});
