import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import { sampleTrial } from '../../../src/experiment/testing';
import { DEFAULT_SOURCES } from '../../../src/sources/sourceSettings';
import { sharedSlots, shownExperiment } from './shownResults';

const judging = { ...DEFAULT_EXPERIMENT.judging, delta: 3 };
const rejudged = { ...DEFAULT_EXPERIMENT, judging };

describe('the shown experiment', () => {
  const run = { status: 'training', experiment: DEFAULT_EXPERIMENT };

  it('is the running one, compared as the person says meanwhile', () => {
    expect(shownExperiment({ run, experiment: rejudged })).toBe(rejudged);
    const other = { ...rejudged, trials: 9 };
    expect(shownExperiment({ run, experiment: other })).toEqual(rejudged);
    expect(shownExperiment({ run: { ...run, status: 'idle' }, experiment: other })).toBe(other);
  });
});

it('shared results stay when they are compared otherwise, and belong to no other trials', () => {
  const origins = { sources: DEFAULT_SOURCES, commits: {} };
  const shared = { experiment: DEFAULT_EXPERIMENT, text: '', by: null, trials: [sampleTrial()] };
  expect(sharedSlots(rejudged, shared, origins)?.filter(({ record }) => record)).toHaveLength(1);
  expect(sharedSlots({ ...rejudged, trials: 9 }, shared, origins)).toBeNull();
});
