import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import type { Scenario } from '../../../src/experiment/experiment';
import type { TrialRecord } from '../../../src/results/results';
import { sampleTrial } from '../../../src/experiment/testing';
import { WHOLE_VIEW, type Order } from '../../store/viewSlice';
import { arrangeGroups, visibleSlots } from './arrangeGroups';
import { groupTrials } from '../../store/results/scenarioGroups';

const scenario = (name: string): Scenario => ({ name, color: '#123456', method: 'classifier' });
const SCENARIOS = ['rank 10', 'rank 9', 'Full', 'later'].map(scenario);
const EXPERIMENT = { ...DEFAULT_EXPERIMENT, scenarios: SCENARIOS };

const trials = (index: number, ...changes: Partial<TrialRecord>[]) => {
  const own = SCENARIOS[index];
  if (!own) throw new Error('no such scenario');
  return changes.map((change, i) => ({
    spec: { scenario: own, seed: i + 1 },
    key: `${index} ${i}`,
    record: sampleTrial({ ...change, scenario: own, seed: i + 1 }),
  }));
};
const SLOTS = [
  ...trials(
    0,
    { accuracy: 0.8, samplesPerSecond: 50, peakBytes: 3, relativeParameters: 0.2 },
    { accuracy: 0.9, samplesPerSecond: 70, peakBytes: 5 },
  ),
  ...trials(1, { accuracy: 0.85, samplesPerSecond: 90, peakBytes: 4, relativeParameters: 0.1 }),
  ...trials(2, { accuracy: 0.95, samplesPerSecond: null, peakBytes: 9, relativeParameters: 1 }),
];
const GROUPS = groupTrials(EXPERIMENT, SLOTS);
const names = (order: Order, estimated?: Parameters<typeof arrangeGroups>[2]) =>
  arrangeGroups(GROUPS, { ...WHOLE_VIEW, order }, estimated).map((group) => group.scenario.name);

describe('arrangeGroups', () => {
  it('is the same array while nothing moves or goes', () => {
    expect(arrangeGroups(GROUPS, WHOLE_VIEW)).toBe(GROUPS);
    expect(arrangeGroups(GROUPS, { hidden: ['nobody'], order: 'experiment', filter: '' })).toBe(GROUPS);
  });

  it('hides and filters, and keeps the groups themselves', () => {
    const shown = arrangeGroups(GROUPS, { hidden: ['rank 9'], order: 'experiment', filter: 'RANK' });
    expect(shown).toHaveLength(1);
    expect(shown[0]).toBe(GROUPS[0]);
    expect(arrangeGroups(GROUPS, { ...WHOLE_VIEW, filter: 'nothing like it' })).toEqual([]);
  });

  it('orders by mean accuracy, ties as in the experiment, not run last', () => {
    // 0.8 and 0.9 have the mean of 0.85.
    expect(names('accuracy')).toEqual(['Full', 'rank 10', 'rank 9', 'later']);
  });

  it('orders by what it costs, unknown last', () => {
    expect(names('memory')).toEqual(['rank 9', 'rank 10', 'Full', 'later']);
    expect(names('speed')).toEqual(['rank 9', 'rank 10', 'Full', 'later']);
    expect(names('parameters')).toEqual(['rank 9', 'rank 10', 'Full', 'later']);
  });

  it('takes what is estimated where no trial has shown it', () => {
    const memory = { weights: 1, adapters: 1, gradients: 1, optimizer: 0, activations: 1, workspace: 0.5 };
    const estimated = { config: null, memory: [null, null, null, memory] };
    expect(names('memory', estimated)).toEqual(['rank 9', 'later', 'rank 10', 'Full']);
  });

  it('orders names as people do', () => {
    expect(names('name')).toEqual(['Full', 'later', 'rank 9', 'rank 10']);
  });
});

describe('visibleSlots', () => {
  it('leaves out the trials of hidden scenarios, whatever the order', () => {
    expect(visibleSlots(SLOTS, { ...WHOLE_VIEW, order: 'name' })).toBe(SLOTS);
    const shown = visibleSlots(SLOTS, { ...WHOLE_VIEW, hidden: ['rank 10'] });
    expect(shown.map(({ spec }) => spec.scenario.name)).toEqual(['rank 9', 'Full']);
  });
});
