import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { listTrials, type Experiment } from '../experiment/experiment';
import type { TrialRecord } from '../results/results';
import { ROWS_ID, tenRows } from '../results/testing';
import { sampleTrial, seededRandom } from '../experiment/testing';
import { toBase64Url } from './base64Url';
import { MAX_LINK_LENGTH, packResults, unpackResults } from './sharedResults';

const EXPERIMENT: Experiment = { ...DEFAULT_EXPERIMENT, trials: 5, firstSeed: 1000 };

/** Results as a real run gives them: memory varies by scenario, everything else by trial. */
function runOf(experiment: Experiment): TrialRecord[] {
  const random = seededRandom(3);
  const number = () => Math.floor(random() * 2 ** 32);
  return listTrials(experiment).map(({ scenario, seed }, i) =>
    sampleTrial({
      id: [number(), number(), number(), number()].join('-'),
      scenario,
      seed,
      accuracy: Math.round(random() * 1200) / 1200,
      validationLoss: random(),
      relativeParameters: (1 + experiment.scenarios.indexOf(scenario)) / 97,
      samplesPerSecond: 100 + random() * 50,
      seconds: 30 + random(),
      finishedAt: new Date(1_770_000_000_000 + i * 31_234).toISOString(),
    }),
  );
}

const withoutLosses = (trial: TrialRecord): TrialRecord => ({
  ...trial,
  losses: [],
  evaluations: [],
  message: null,
});

/** What {@link packResults} would write of `content`. */
const packed = (content: unknown): string =>
  toBase64Url(deflateSync(new TextEncoder().encode(JSON.stringify(content))));

describe('packResults and unpackResults', () => {
  it('keep what the pictures need, accuracies to the last digit', () => {
    const trials = runOf(EXPERIMENT);
    const unmeasured = { accuracy: null, validationLoss: null, samplesPerSecond: null };
    const run = trials.map((trial, i): TrialRecord => {
      if (i === 3) return { ...trial, ...unmeasured, status: 'diverged' };
      if (i === 4) return { ...trial, environment: { ...trial.environment, device: 'another' } };
      return trial;
    });
    const text = packResults(EXPERIMENT, { by: 'Ada 値', trials: run });
    expect(text).toMatch(/^[\w-]+$/);
    const { by, trials: read } = unpackResults(text, EXPERIMENT);
    expect(by).toBe('Ada 値');
    expect(read).toHaveLength(run.length);
    run.forEach((written, i) => {
      const trial = read[i];
      const { validationLoss, samplesPerSecond, seconds, relativeParameters, ...exact } =
        withoutLosses(written);
      const environment = { ...exact.environment, userAgent: 'Chrome "141" X' }; // on one line
      expect(trial).toMatchObject({ ...exact, environment });
      expect(trial?.scenario).toBe(written.scenario);
      expect(trial?.relativeParameters).toBeCloseTo(relativeParameters, 8);
      expect(trial?.seconds).toBeCloseTo(seconds, 1);
      if (validationLoss !== null) expect(trial?.validationLoss).toBeCloseTo(validationLoss, 5);
      else expect(trial?.validationLoss).toBeNull();
      if (samplesPerSecond === null) expect(trial?.samplesPerSecond).toBeNull();
    });
  });

  it('fit forty trials into a link, with room for the experiment', () => {
    const scenarios = [...'abcd'].map((name) => ({ ...DEFAULT_EXPERIMENT.scenarios[0], name }));
    const forty = { ...EXPERIMENT, scenarios, trials: 10 };
    const text = packResults(forty, { by: null, trials: runOf(forty) });
    expect(text.length).toBeLessThan(MAX_LINK_LENGTH / 2);
    expect(unpackResults(text, forty)).toMatchObject({ by: null });
  });

  it('keep which sentences each trial got right, unless they are told to go without', () => {
    const trials = runOf(EXPERIMENT).map((trial, i) => (i === 1 ? trial : { ...trial, ...tenRows(i % 10) }));
    const shared = { by: null, trials };
    const { trials: read } = unpackResults(packResults(EXPERIMENT, shared), EXPERIMENT);
    trials.forEach(({ correct, confusion, validationId, validationClasses, accuracy }, i) => {
      expect(read[i]).toMatchObject({ accuracy });
      const {
        correct: bits,
        confusion: counts,
        validationId: id,
        validationClasses: classes,
      } = read[i] ?? {};
      expect([bits, counts, id, classes]).toEqual([correct, confusion, validationId, validationClasses]);
    });
    const without = packResults(EXPERIMENT, shared, false);
    expect(unpackResults(without, EXPERIMENT).trials.map(({ correct }) => correct)).toEqual(
      trials.map(() => undefined),
    );
  });

  it('refuse what is not base64url, not deflated, cut off, or not JSON, in one sentence', () => {
    const good = packResults(EXPERIMENT, { by: null, trials: runOf(EXPERIMENT) });
    const wrong = [
      '<b>',
      'AAAA!',
      'a',
      'hello-world',
      good.slice(0, good.length / 2),
      packed('x').slice(0, 3),
    ];
    for (const text of wrong) expect(() => unpackResults(text, EXPERIMENT)).toThrow(/^[^.]+\.$/);
    const words = toBase64Url(deflateSync(new TextEncoder().encode('{"v":')));
    expect(() => unpackResults(words, EXPERIMENT)).toThrow('is not JSON');
  });

  it('stop a text that unfolds without end, early', () => {
    const bomb = toBase64Url(deflateSync(new Uint8Array(10_000_000)));
    expect(bomb.length).toBeLessThan(16_000);
    const before = performance.now();
    expect(() => unpackResults(bomb, EXPERIMENT)).toThrow('unfolds to more than 400000 bytes');
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it('refuse wrong types, trials that are not of the experiment, and trials given twice', () => {
    const environment = [0, 'gpu', false, 'agent', '0.3.0'];
    const trial = [0, 0, 0, 3, 10, 0.1, 60, 10, 10, 10, 10, 10, 10, 1000, 0.5, 0.7, 12.5, 3.2, 0, 'id'];
    const content = (change: Record<string, unknown>) =>
      packed({ v: 1, at: 0, env: [environment], t: [trial], ...change });
    const set = (index: number, value: unknown) => ({
      t: [trial.map((field, i) => (i === index ? value : field))],
    });
    expect(unpackResults(content({}), EXPERIMENT).trials).toHaveLength(1);
    const right = tenRows(5);
    const sentences = { s: { rows: [[0, right.correct, right.confusion]], ids: [ROWS_ID] } };
    expect(unpackResults(content(sentences), EXPERIMENT).trials[0]?.correct).toBe(right.correct);
    const wrong: readonly (readonly [Record<string, unknown>, string])[] = [
      [{ v: 2 }, 'v is 2, not 1'],
      [{ t: 'x' }, 't is "x", not a list'],
      [{ t: [7] }, 't[0] is 7, not a list'],
      [{ t: [[]] }, 't[0][0] is missing'],
      [{ t: [trial, trial] }, 't[1] is a list, not a trial that is not there yet'],
      [{ env: [[9, 'gpu', false, 'agent', '1']] }, 'env[0][0] is 9, not a backend'],
      [{ env: [] }, 't[0][1] is 0, not an environment of the list'],
      [{ at: 8.64e15, ...set(18, 1) }, 't[0][18] is 1, not a time'],
      [{ by: 3 }, 'by is 3, not a text'],
      [{ s: 3 }, 's is 3, not an object'],
      [{ s: { rows: 3 } }, 's.rows is 3, not a list'],
      [{ s: { rows: [3] } }, 's.rows[0] is 3, not a list'],
      [
        { s: { rows: [[0, 'AA==', [[1, 0]]]], ids: [ROWS_ID] } },
        's.rows[0] is a list, not an identity of rows',
      ],
      [
        { s: { rows: [[0, 'AA==', right.confusion]], ids: [ROWS_ID] } },
        's.rows[0] is a list, not bits and counts',
      ],
      [{ s: { rows: [[1, right.correct, right.confusion]], ids: [ROWS_ID] } }, 's.ids[1] is missing'],
      [{ s: { rows: [[0, right.correct, right.confusion]], ids: ['<b>'] } }, 'not an identity of rows'],
      [set(0, 2), 't[0][0] is 2, not a scenario'],
      [set(0, '__proto__'), 't[0][0] is "__proto__", not a whole number'],
      [set(2, 4), 't[0][2] is 4, not a status'],
      [set(2, 1), 't[0][14] is 0.5, not null: the trial is diverged'],
      [set(13, 999), 't[0][13] is 999, not a seed of the experiment'],
      [set(14, 1.1), 't[0][14] is 1.1, not a number from 0 to 1'],
      [set(14, null), 't[0][14] is null, not a number: the trial is done'],
      [set(19, { html: '<b>' }), 't[0][19] is an object, not a text'],
    ];
    for (const [change, message] of wrong)
      expect(() => unpackResults(content(change), EXPERIMENT)).toThrow(message);
    expect(() => unpackResults(packed(null), EXPERIMENT)).toThrow('The file is null, not an object');
  });
});
