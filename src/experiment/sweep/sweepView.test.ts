import { describe, expect, it } from 'vitest';
import { LESSONS } from '../../lessons';
import { DEFAULT_EXPERIMENT, DEFAULT_TRAINING } from '../defaults';
import type { LoraScenario, Scenario } from '../experiment';
import { expandSweep } from './sweep';
import { type SweepAxes, NO_AXES } from './sweepAxes';
import { sweepView } from './sweepView';
import { moduleSet } from '../../architecture/modules';

const all = { ...DEFAULT_EXPERIMENT.scenarios[0], name: 'all' } as LoraScenario;
const upper: LoraScenario = { ...all, name: 'upper', modules: moduleSet(12, (layer) => layer > 6) };
const head: Scenario = { name: 'head', color: '#000000', method: 'classifier' };
const full: Scenario = { name: 'full', color: '#111111', method: 'full' };

const sweep = (bases: readonly Scenario[], axes: Partial<SweepAxes>) =>
  expandSweep({ bases, axes: { ...NO_AXES, ...axes }, training: DEFAULT_TRAINING, kept: [] }).scenarios;
const view = (scenarios: readonly Scenario[]) => sweepView(scenarios, DEFAULT_TRAINING);

const followingR = [{ timesRank: 1 }] as const;

describe('gridView', () => {
  it('lays two settings of one base out, in the order of their values', () => {
    const scenarios = sweep([all], { rank: [8, 1], alpha: followingR, learningRate: [4e-3, 1e-3, 2e-3] });
    expect(view(scenarios)).toEqual({
      tables: [
        {
          ...{ title: '', rowName: 'r', columnName: 'learning rate' },
          rows: ['1', '8'],
          columns: ['0.001', '0.002', '0.004'],
          cells: [
            [4, 5, 3],
            [1, 2, 0],
          ],
        },
      ],
      leftOut: [],
    });
  });

  it('finds a sweep that nobody made as one, by what scenarios train with', () => {
    const { learningRate } = DEFAULT_TRAINING;
    const scenarios: Scenario[] = [
      { ...all, name: 'a', rank: 1, alpha: 1 },
      { ...all, name: 'b', rank: 1, alpha: 1, learningRate: 1e-4 },
      { ...head, name: 'c' },
      { ...all, name: 'd', learningRate },
      { ...all, name: 'e', learningRate: 1e-4 },
    ];
    expect(view(scenarios)).toMatchObject({
      tables: [{ rows: ['1', '8'], columns: ['0.0001', '0.003'], cells: [[1, 0], [4, 3]] }], // prettier-ignore
      leftOut: [2],
    });
  });

  it('takes one table for each base, and tells which', () => {
    const scenarios = sweep([all, upper, head], { rank: [1, 2], learningRate: [1e-3, 2e-3] });
    const { tables, leftOut } = view(scenarios);
    expect(tables.map(({ title }) => title)).toEqual(['all', 'upper']);
    expect(tables[1]?.cells).toEqual([[4, 5], [6, 7]]); // prettier-ignore
    // The classifier alone varies in one setting, and no other scenario does so.
    expect(leftOut).toEqual([8, 9]);
  });

  it('lays one setting out across several bases', () => {
    const scenarios = sweep([all, upper, head], { rank: [1, 4, 16], alpha: followingR });
    const { tables, leftOut } = view(scenarios);
    expect(tables).toEqual([
      {
        ...{ title: '', rowName: 'scenario', columnName: 'r', rows: ['all', 'upper'] },
        columns: ['1', '4', '16'],
        cells: [[0, 1, 2], [3, 4, 5]], // prettier-ignore
      },
    ]);
    expect(leftOut).toEqual([6]);
  });

  it('takes a table for each value of a third setting, the one with the fewest', () => {
    const scenarios = sweep([all], {
      rank: [1, 2, 4],
      duration: [
        { unit: 'epochs', count: 1 },
        { unit: 'epochs', count: 2 },
      ],
      learningRate: [1e-3, 2e-3, 3e-3],
    });
    const { tables } = view(scenarios);
    expect(tables).toMatchObject([
      { title: '1 epoch', rowName: 'r', columnName: 'learning rate' },
      { title: '2 epochs', rowName: 'r', columnName: 'learning rate' },
    ]);
    expect(tables.flatMap(({ cells }) => cells.flat()).sort((a, b) => (a ?? NaN) - (b ?? NaN))).toEqual(
      scenarios.map((_, i) => i),
    );
  });

  it('tells alpha as the multiple of r that it is, or as a number', () => {
    const multiples = sweep([all], { rank: [1, 4], alpha: [{ timesRank: 1 }, { timesRank: 2 }] });
    expect(view(multiples).tables).toMatchObject([{ columnName: 'alpha', columns: ['r', '2r'] }]);
    const numbers = sweep([all], { rank: [2, 4, 8], alpha: [{ alpha: 4 }, { alpha: 16 }] });
    expect(view(numbers).tables).toMatchObject([{ columnName: 'alpha', columns: ['4', '16'] }]);
  });

  it('tells switches and precisions by their words', () => {
    const scenarios = sweep([full, all], { checkpointing: [true, false], basePrecision: ['int8', 'f32'] });
    // Full fine-tuning has no base precision: it varies in one setting only.
    expect(view(scenarios)).toMatchObject({
      tables: [
        {
          rowName: 'checkpointing',
          rows: ['off', 'on'],
          columnName: 'base precision',
          columns: ['f32', 'int8'],
        },
      ],
      leftOut: [0, 1],
    });
  });

  it('sees no sweep in few scenarios that differ in much', () => {
    const diagonal: Scenario[] = [
      { ...all, name: 'small', rank: 1, learningRate: 1e-3 },
      { ...all, name: 'large', rank: 16, learningRate: 1e-4 },
    ];
    expect(view(diagonal)).toEqual({ tables: [], leftOut: [0, 1] });
    expect(view(sweep([all], { rank: [1, 2, 4] })).tables).toEqual([]);
    expect(view(DEFAULT_EXPERIMENT.scenarios).tables).toEqual([]);
    expect(view([]).tables).toEqual([]);
  });

  it('holds every scenario of a lesson once at most', () => {
    for (const { experiment } of LESSONS) {
      const { tables, leftOut } = sweepView(experiment.scenarios, experiment.training);
      const held = tables.flatMap(({ cells }) => cells.flat()).filter((cell) => cell !== null);
      expect([...held, ...leftOut].sort((a, b) => a - b)).toEqual(experiment.scenarios.map((_, i) => i));
    }
  });
});
