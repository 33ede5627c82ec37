import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import type { Hyperparameters } from '../../../src/experiment/experiment';
import { LESSONS } from '../../../src/lessons';
import { EMBEDDED_ROWS, expectedTime, speedKey } from './expected';
import { GPU, SOFTWARE } from '../eta/devices.testing';

const two = {
  ...DEFAULT_EXPERIMENT,
  trials: 5,
  training: {
    ...DEFAULT_EXPERIMENT.training,
    duration: { unit: 'epochs', count: 3 } as const,
    trainingRows: 600,
    validationRows: 300,
  },
};
const known = { [speedKey(two.model, GPU)]: { lora: 100 } };

describe('expectedTime', () => {
  it('adds up training and an evaluation an epoch at the measured speed', () => {
    // Two scenarios x 5 trials x (3 x 600 trained + 3 x 300 / 3 for evaluation) at 100 a second.
    expect(expectedTime(two, GPU, known)).toEqual({ seconds: 210, basis: 'measured' });
  });

  it('keeps mixed precision and float32 apart', () => {
    const mixed = { ...two, training: { ...two.training, precision: 'mixed' as const } };
    // Another's speed does not count: only the typical one is left.
    expect(expectedTime(mixed, GPU, known)?.basis).toBe('typical');
    const measured = { ...known, [speedKey(two.model, GPU, 'mixed')]: { lora: 200 } };
    expect(expectedTime(mixed, GPU, measured)).toEqual({ seconds: 105, basis: 'measured' });
    expect(expectedTime(two, GPU, measured)).toEqual({ seconds: 210, basis: 'measured' });
  });

  it('counts steps as parts of passes over the rows', () => {
    const steps = {
      ...two,
      training: { ...two.training, duration: { unit: 'steps', count: 150 } as const, batchSize: 8 },
    };
    // 600 rows are 75 steps of 8: two passes.
    expect(expectedTime(steps, GPU, known)?.seconds).toBeCloseTo((10 * (1200 + 200)) / 100, 9);
  });

  it('counts the evaluations that are asked for, the one at the end once', () => {
    const every = (evaluateEvery: number) => ({ ...two, training: { ...two.training, evaluateEvery } });
    // 3 passes of 75 steps: after 100, 200 and 225; after 75, 150 and 225.
    expect(expectedTime(every(100), GPU, known)?.seconds).toBeCloseTo((10 * (1800 + 300)) / 100, 9);
    expect(expectedTime(every(75), GPU, known)?.seconds).toBeCloseTo((10 * (1800 + 300)) / 100, 9);
    expect(expectedTime(every(1), GPU, known)?.seconds).toBeCloseTo((10 * (1800 + 22_500)) / 100, 9);
  });

  it('lets seeds that train together take less, but not full fine-tuning, and not by itself on a processor', () => {
    const seconds = (...of: Parameters<typeof expectedTime>) => expectedTime(...of)?.seconds ?? NaN;
    const alone = seconds(two, GPU, known);
    // Companies of 3 and 2 of the five seeds.
    expect(seconds(two, GPU, known, null, 3)).toBeCloseTo((alone * (3 ** 0.5 + 2 ** 0.5)) / 5, 9);
    expect(seconds(two, GPU, known, null, 'auto')).toBeCloseTo((alone * 5 ** 0.5) / 5, 9);
    expect(seconds(two, GPU, known, null, 1000)).toBe(seconds(two, GPU, known, null, 'auto'));
    expect(seconds(two, SOFTWARE, {}, null, 'auto')).toBe(seconds(two, SOFTWARE, {}));
    const full = { ...two, scenarios: [{ name: 'full', color: '#000000', method: 'full' as const }] };
    expect(seconds(full, GPU, {}, null, 5)).toBe(seconds(full, GPU, {}));
  });

  it('takes a typical speed where a method was not measured, and says so', () => {
    const withHead = {
      ...two,
      scenarios: [...two.scenarios, { name: 'head', color: '#000000', method: 'classifier' as const }],
    };
    expect(expectedTime(withHead, GPU, known)?.basis).toBe('typical');
    expect(expectedTime(two, GPU, {})?.basis).toBe('typical');
    const secondsOn = (where: typeof GPU) => expectedTime(two, where, {})?.seconds ?? NaN;
    expect(secondsOn(SOFTWARE)).toBeGreaterThan(50 * secondsOn(GPU));
  });

  it('knows nothing of other models’ speed and other data sets’ size', () => {
    expect(expectedTime(two, null, known)).toBeNull();
    expect(expectedTime({ ...two, model: 'roberta-base' }, GPU, known)).toBeNull();
    const foreign = { ...two, dataset: 'sst2' };
    expect(expectedTime(foreign, GPU, known)?.seconds).toBe(210);
    const whole = { ...foreign, training: { ...two.training, trainingRows: null } };
    expect(expectedTime(whole, GPU, known)).toBeNull();
  });

  it('knows the size of a data set that has been looked at', () => {
    const whole = {
      ...{ ...two, dataset: 'sst2' },
      training: { ...two.training, trainingRows: null, validationRows: null },
    };
    const seconds = (training: Partial<Hyperparameters>, train: number, validation: number | null) =>
      expectedTime({ ...whole, training: { ...whole.training, ...training } }, GPU, known, {
        train,
        validation,
      })?.seconds;
    expect(seconds({}, 600, 300)).toBe(210);
    // A fifth of 750 rows is held out: 600 and 150.
    expect(seconds({}, 750, null)).toBe(195);
    expect(seconds({ trainingRows: 600, validationRows: 5000 }, 10_000, 300)).toBe(210);
  });

  it('knows the embedded data set', () => {
    const file = new URL('../../../public/datasets/review-sentences/dataset.json', import.meta.url);
    const { counts } = JSON.parse(readFileSync(file, 'utf8')) as { counts: unknown };
    expect(EMBEDDED_ROWS).toEqual(counts);
  });

  it('lets every lesson end within minutes on a fast GPU', () => {
    for (const { id, experiment } of LESSONS)
      expect(expectedTime(experiment, GPU, {})?.seconds, id).toBeLessThan(6 * 60);
  });
});
