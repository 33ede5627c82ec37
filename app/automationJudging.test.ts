import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import type { LoraScenario, Scenario } from '../src/experiment/experiment';
import { sampleTrial } from '../src/experiment/testing';
import { moduleCount, moduleSet } from '../src/architecture/modules';
import { modulesAtEnd } from '../src/scores/moduleScores';
import { scored } from '../src/scores/judging/scored.testing';
import { addJudging, agreementsTold, judgingProblem, verdictsTold } from './automationJudging';
import { SMALL } from './race/smallModel.testing';
import { trialSlots } from './store/results/trialKey';
import { useLab } from './store/lab';

const adapters = (name: string, layers: number, has: (component: string) => boolean): LoraScenario => ({
  ...{ name, color: '#000000', method: 'lora', rank: 4, alpha: 4, rsLora: false },
  modules: moduleSet(layers, (_, component) => has(component)),
});
const ALL = adapters('all', 6, () => true);
const VALUES = adapters('values', 6, (component) => component === 'value');

function open(scenarios: readonly Scenario[], trials = 5): void {
  const { sources } = useLab.getState();
  useLab.setState({
    ...{ modelConfig: { ...SMALL, layers: 6 }, modelLoading: false, modelProblem: null, records: {} },
    sources: { ...sources, hubAllowed: true },
    experiment: { ...DEFAULT_EXPERIMENT, trials, scenarios },
  });
}

const names = (): string[] => useLab.getState().experiment.scenarios.map(({ name }) => name);

beforeEach(() => open([ALL]));

describe('what is wrong with judging', () => {
  const problem = (requests: readonly string[], counts: readonly number[], draws = 3) =>
    judgingProblem(requests, { counts, draws });

  it('is nothing up to half of the scored modules', async () => {
    expect(await problem(['gradient:8', 'knockout'], [18])).toBeNull();
    open([VALUES]);
    expect(await problem(['gradient:8', 'knockout'], [3])).toBeNull();
  });

  it('is a number above half of the modules of the model, or of those with adapters', async () => {
    expect(await problem(['plop:8'], [6, 19])).toBe(
      '--judge is 19, but plop scores the 36 modules of the model: 18 is the most, so that the best and the worst have ' +
        'none in common',
    );
    open([VALUES]);
    expect(await problem(['gradient:8', 'loradrop:8'], [4])).toMatch(
      /^--judge is 4, but loradrop scores the 6 modules with adapters in “values”: 3 is the most/,
    );
    open([{ ...VALUES, modules: modulesAtEnd(scored(6), 1, 'best') }]);
    expect(await problem(['knockout'], [1])).toMatch(
      /^--judge is 1, but knockout scores no more than 1 module with adapters in “values”, too few/,
    );
    open([{ ...VALUES, modules: modulesAtEnd(scored(6), 2, 'best') }]);
    expect(await problem(['knockout'], [1])).toContain('no more than 2 modules');
    open([{ ...VALUES, modules: modulesAtEnd(scored(6), 3, 'best') }]);
    expect(await problem(['knockout'], [1])).toBeNull();
  });

  it('is more scenarios than an experiment holds', async () => {
    expect(await problem(['gradient:8', 'plop:8'], [1, 2, 3, 4], 10)).toBeNull();
    expect(await problem(['gradient:8', 'plop:8'], [1, 2, 3, 4, 5], 10)).toMatch(
      /^--judge would add 70 scenarios to 1, and an experiment holds at most 64: /,
    );
  });

  it('is an experiment without adapters, if trained ones are scored', async () => {
    open([{ name: 'full', color: '#000000', method: 'full' } as Scenario]);
    expect(await problem(['gradient:8'], [18])).toBeNull();
    await expect(problem(['knockout'], [6])).rejects.toThrow('No scenario of the experiment has adapters');
  });
});

describe('scores that are judged', () => {
  const modules = scored(6);
  const GRADIENT = { request: 'gradient:8', modules };
  const PLOP = {
    request: 'plop:8',
    modules: modules.map((each) => ({ ...each, value: each.value ** 2 % 31 })),
  };

  it('add the page’s scenarios, and share the draws', () => {
    const { sets, note } = addJudging([GRADIENT, PLOP], { counts: [6, 12], draws: 2 });
    expect(names()).toEqual([
      'all',
      ...['gradient: 6 best', 'gradient: 6 worst', '6 at random, draw 1', '6 at random, draw 2'],
      ...['gradient: 12 best', 'gradient: 12 worst', '12 at random, draw 1', '12 at random, draw 2'],
      ...['PLoP: 6 best', 'PLoP: 6 worst', 'PLoP: 12 best', 'PLoP: 12 worst'],
    ]);
    expect(sets.map(({ scenarios }) => scenarios.filter(({ isThere }) => isThere).length)).toEqual([
      0, 0, 2, 2,
    ]);
    expect(note).toBeNull();
    const [, best] = useLab.getState().experiment.scenarios;
    expect(best?.method === 'lora' && moduleCount(best.modules)).toBe(6);
    // The second time everything is there.
    addJudging([GRADIENT, PLOP], { counts: [6, 12], draws: 2 });
    expect(names()).toHaveLength(13);
  });

  it('get no verdict from few seeds, which is said before they are trained', () => {
    open([ALL], 2);
    expect(addJudging([GRADIENT], { counts: [6], draws: 1 }).note).toMatch(
      /^Verdicts take 5 seeds, and this run has 2: /,
    );
  });

  it('get the verdicts that the page gives on their trials, corrected for all of them', () => {
    addJudging([GRADIENT, PLOP], { counts: [6], draws: 3 });
    const { experiment } = useLab.getState();
    const records = trialSlots(experiment, {}, useLab.getState()).map(({ key, spec: { scenario, seed } }) => {
      const accuracy = 0.8 + (scenario.name === 'gradient: 6 best' ? 0.1 : 0) + ((seed * 7) % 3) / 100;
      return [key, sampleTrial({ id: key, scenario, seed, accuracy })] as const;
    });
    useLab.setState({ records: Object.fromEntries(records) });
    const { rows, sentences, chance, tested, table } = verdictsTold([GRADIENT, PLOP]);
    expect(rows.map(({ score, name, difference }) => `${score}: ${name} ${difference}`)).toEqual([
      'gradient: 6 best against chance +10.0',
      'gradient: 6 worst against chance 0.0',
      'gradient: 6 best against 6 worst +10.0',
      'PLoP: 6 best against chance 0.0',
      'PLoP: 6 worst against chance 0.0',
      'PLoP: 6 best against 6 worst 0.0',
    ]);
    expect(sentences).toHaveLength(2);
    expect(chance).toHaveLength(1);
    expect(chance[0]).toMatch(/^Chance is the mean of 3 draws of 6 modules: /);
    expect(tested).toBe(6);
    expect(table.rows).toHaveLength(6);
  });

  it('agree by Spearman’s correlation', () => {
    const turned = { request: 'plop:8', modules: modules.map((each) => ({ ...each, value: -each.value })) };
    expect(agreementsTold([GRADIENT, turned])).toEqual([
      { scores: ['gradient', 'PLoP'], spearman: -1, modules: 36 },
    ]);
  });
});
