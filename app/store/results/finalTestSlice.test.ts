import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../../../src/base/errors';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import { sampleTrial } from '../../../src/experiment/testing';
import { readResults } from '../../../src/results/resultsFile';
import { useLab } from '../lab';
import { storedTests, testKey } from './finalTestSlice';
import { resultsFile } from './resultsFile';
import { trialSlots } from './trialKey';

const lab = () => useLab.getState();
const before = lab();
const keys = () => trialSlots(lab().experiment, {}, lab()).map(({ key }) => key);
const kept = new Map<string, string>();

/** Two trials that have ended, of which the worker keeps both, or only those with these ids. */
function withTrials(usable: Readonly<Record<string, boolean>> = { a: true, b: true }): void {
  const [first = '', second = ''] = keys();
  useLab.setState({
    records: { [first]: sampleTrial({ id: 'a' }), [second]: sampleTrial({ id: 'b' }) },
    usable,
  });
}

const answering = (correct: number) =>
  vi.fn(() => Promise.resolve({ rows: 40, correct })) as unknown as typeof before.measureTest;

beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  });
  useLab.setState({ ...before, finalTests: {}, experiment: DEFAULT_EXPERIMENT });
});
afterEach(() => {
  vi.unstubAllGlobals();
  useLab.setState({ ...before, finalTests: {} });
});

const measured = () => lab().finalTests[testKey(lab().experiment, lab())];

describe('the final test', () => {
  it('measures each kept trial once, and survives a reload', async () => {
    withTrials();
    const measureTest = answering(30);
    useLab.setState({ measureTest });
    await lab().measureFinalTest('0.3');
    expect(measureTest).toHaveBeenCalledTimes(2);
    expect(measured()).toMatchObject({
      ...{ of: '0.3', rows: 40 },
      trials: [
        { id: 'a', correct: 30 },
        { id: 'b', correct: 30 },
      ],
    });
    expect(lab().testing).toBeNull();
    expect(storedTests(kept.get('lora-lab.final-tests') ?? null)).toEqual(lab().finalTests);

    await lab().measureFinalTest('0.3');
    expect(measureTest).toHaveBeenCalledTimes(2);
  });

  it('is used up for whatever is trained on the data later, and not for other data', async () => {
    withTrials();
    useLab.setState({ measureTest: answering(30) });
    await lab().measureFinalTest('0.3');
    lab().edit({ ...DEFAULT_EXPERIMENT, trials: 9, firstSeed: 40 });
    expect(measured()).toBeDefined();
    lab().edit({ ...DEFAULT_EXPERIMENT, data: { ...DEFAULT_EXPERIMENT.data, testSplit: '0.5' } });
    expect(measured()).toBeUndefined();
  });

  it('is not measured again where another tab has measured it', async () => {
    withTrials();
    useLab.setState({ measureTest: answering(30) });
    await lab().measureFinalTest('0.3');
    useLab.setState({ finalTests: {} });
    const again = answering(39);
    useLab.setState({ measureTest: again });
    await lab().measureFinalTest('0.3');
    expect(again).not.toHaveBeenCalled();
    expect(measured()?.trials[0]?.correct).toBe(30);
  });

  it('leaves out what is no longer kept', async () => {
    withTrials({ a: true, b: true });
    useLab.setState({
      measureTest: ({ id }) => {
        if (id === 'b') return Promise.resolve({ rows: 40, correct: 31 });
        useLab.setState(({ usable }) => ({ usable: { ...usable, a: false } }));
        return Promise.reject(new LabError('What this trial trained is no longer kept.', 'Run it again.'));
      },
    });
    await lab().measureFinalTest('0.3');
    expect(measured()?.trials).toEqual([{ id: 'b', correct: 31 }]);
  });

  it('stays unused where it did not come about, and says why', async () => {
    withTrials({});
    await lab().measureFinalTest('test');
    expect(measured()).toBeUndefined();
    expect(lab().testProblem).toMatch(/no longer kept/);

    withTrials();
    useLab.setState({
      measureTest: () => Promise.reject(new LabError('No row can be used.', 'Choose 0.3.')),
    });
    await lab().measureFinalTest('test');
    expect(measured()).toBeUndefined();
    expect(lab().testProblem).toBe('No row can be used. Choose 0.3.');
    expect(kept.size).toBe(0);
  });

  it('goes into the results file, which reads back with it', async () => {
    withTrials();
    useLab.setState({ measureTest: answering(30) });
    await lab().measureFinalTest('0.3');
    const file = resultsFile(lab().experiment, lab());
    expect(file?.finalTest).toEqual(measured());
    expect(readResults(JSON.parse(JSON.stringify(file))).finalTest).toEqual(measured());
  });
});

describe('stored tests', () => {
  const sound = {
    of: 'test',
    rows: 10,
    measuredAt: '2026-11-29T12:00:00Z',
    trials: [{ id: 'a', correct: 10 }],
  };

  it('are read as a stranger’s: what is no test is left out', () => {
    const stored = {
      sound,
      more: { ...sound, trials: [{ id: 'a', correct: 11 }] },
      none: { ...sound, rows: 0 },
    };
    expect(storedTests(JSON.stringify(stored))).toEqual({ sound });
    for (const text of [null, '', '[]', '7', 'null', '{"a":']) expect(storedTests(text)).toEqual({});
  });
});
