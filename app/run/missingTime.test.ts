/** @file */
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { type Experiment, listTrials } from '../../src/experiment/experiment';
import { sampleTrial } from '../../src/experiment/testing';
import type { ExpectedTime } from '../store/timing/expected';
import { missingTime } from './missingTime';

const [lower, upper] = DEFAULT_EXPERIMENT.scenarios;

/** The status of each of the two scenarios' two seeds. */
const view = (...statuses: readonly ('done' | 'failed' | null)[]) => ({
  experiment: DEFAULT_EXPERIMENT,
  slots: listTrials(DEFAULT_EXPERIMENT).map((spec, i) => {
    const status = statuses[i] ?? null;
    return { spec, key: String(i), record: status && sampleTrial({ status }) };
  }),
  settled: 0,
});

/** A trial takes a second in the lower layers and ten in the upper ones. */
const timeOf = ({ scenarios, trials }: Experiment): ExpectedTime => ({
  seconds: scenarios.reduce((sum, scenario) => sum + (scenario === lower ? 1 : 10), 0) * trials,
  basis: scenarios.includes(upper) ? 'typical' : 'measured',
});

describe('missingTime', () => {
  it('counts the trials that are not settled, by scenario', () => {
    expect(missingTime(view(), timeOf)).toEqual({ seconds: 22, basis: 'typical' });
    expect(missingTime(view('done', 'failed', 'done'), timeOf)).toEqual({ seconds: 20, basis: 'typical' });
    expect(missingTime(view('done', 'done', null, 'done'), timeOf)).toEqual({
      seconds: 1,
      basis: 'measured',
    });
  });
  it('knows nothing where one scenario’s time is not known', () => {
    const unknown = (experiment: Experiment) =>
      experiment.scenarios.includes(upper) ? null : timeOf(experiment);
    expect(missingTime(view(), unknown)).toBeNull();
    expect(missingTime(view('done', 'done', null, 'done'), unknown)?.seconds).toBe(1);
  });
});
