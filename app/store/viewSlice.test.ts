import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { scenarioIds } from '../../src/experiment/scenarioId';
import { useLab } from './lab';
import { followScenarios, matchesFilter, WHOLE_VIEW } from './viewSlice';

describe('matchesFilter', () => {
  it('looks for every word, in any order and case', () => {
    expect(matchesFilter('LoRA r=8, upper half', 'upper lora')).toBe(true);
    expect(matchesFilter('LoRA r=8, upper half', 'lora lower')).toBe(false);
    expect(matchesFilter('anything', '  ')).toBe(true);
  });
});

describe('followScenarios', () => {
  it('forgets names that are gone and keeps the rest of the view', () => {
    const view = { hidden: ['a', 'gone'], order: 'name', filter: 'b' } as const;
    expect(followScenarios(view, ['a', 'b'])).toEqual({ hidden: ['a'], order: 'name', filter: 'b' });
  });

  it('is the same object if nothing changes', () => {
    const view = { ...WHOLE_VIEW, hidden: ['a'] };
    expect(followScenarios(view, ['a', 'b'])).toBe(view);
  });

  it('shows everything where nothing would be left to see', () => {
    const view = { hidden: ['a'], order: 'speed', filter: 'x' } as const;
    expect(followScenarios(view, ['a', 'b'])).toEqual({ hidden: [], order: 'speed', filter: '' });
    expect(followScenarios({ ...WHOLE_VIEW, hidden: ['a'] }, ['a']).hidden).toEqual([]);
  });
});

describe('the store', () => {
  it('drops hidden names when another experiment is loaded', () => {
    const [first, second] = DEFAULT_EXPERIMENT.scenarios;
    if (!first || !second) throw new Error('The default experiment has two scenarios.');
    const lab = useLab.getState();
    lab.loadExperiment(DEFAULT_EXPERIMENT, 'url');
    lab.setHidden([first.name]);
    lab.loadExperiment({ ...DEFAULT_EXPERIMENT, scenarios: [{ ...first, name: 'other' }, second] }, 'url');
    expect(useLab.getState().resultsView.hidden).toEqual([]);
    lab.loadExperiment(DEFAULT_EXPERIMENT, 'url');
    expect(useLab.getState().resultsView.hidden).toEqual([]);
    lab.showOnly(second.name);
    expect(useLab.getState().resultsView.hidden).toEqual([first.name]);
    lab.showAll();
    expect(useLab.getState().resultsView).toEqual(WHOLE_VIEW);
  });
});

it('gives the whole axis back when another experiment is loaded, not when this one is edited', () => {
  const lab = useLab.getState();
  lab.loadExperiment(DEFAULT_EXPERIMENT, 'url');
  lab.setAccuracyRange({ from: 0.8, to: 0.9 });
  lab.edit({ ...DEFAULT_EXPERIMENT, trials: 7 });
  const [first] = scenarioIds(useLab.getState().experiment.scenarios);
  if (first === undefined) throw new Error('The default experiment has no scenario.');
  lab.duplicateScenario(first);
  expect(useLab.getState().accuracyRange).toEqual({ from: 0.8, to: 0.9 });
  lab.loadExperiment(DEFAULT_EXPERIMENT, 'url');
  expect(useLab.getState().accuracyRange).toBeNull();
});
