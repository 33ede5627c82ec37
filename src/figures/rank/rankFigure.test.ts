import { describe, expect, it } from 'vitest';
import { lessonById } from '../../lessons';
import { gapsOf } from '../curves/gaps';
import { groupOf, recordsOf } from '../testing';
import { rankFigure } from './rankFigure';

const scenarios = lessonById('rank')?.experiment.scenarios ?? [];
const evaluations = [100, 200].map((step) => ({
  ...{ step, accuracy: 0.8, loss: 0.4, trainLoss: 0.2, trainAccuracy: 0.95 },
}));
const groups = scenarios.map((scenario, i) =>
  groupOf(
    scenario,
    recordsOf(scenario, [0.8 + i / 100, 0.81 + i / 100]).map((record) => ({ ...record, evaluations })),
  ),
);
const slots = groups.flatMap(({ scenario, done }) =>
  done.map((record) => ({ key: record.id, spec: { scenario, seed: record.seed }, record })),
);

describe('the figure over r', () => {
  const figure = rankFigure(groups, { config: null, gaps: gapsOf(slots) });
  const [accuracy, parameters, gap] = figure?.plots ?? [];
  const marks = (plot: typeof accuracy, kind: string) =>
    plot?.marks.filter((mark) => mark.kind === kind) ?? [];

  it('has each doubling of r equally far from the last', () => {
    expect(figure?.axis.ticks.map(({ text }) => text)).toEqual(['1', '2', '4', '8', '16', '32']);
    figure?.axis.ticks.forEach(({ at }, i) => expect(at).toBeCloseTo(i / 5, 9));
  });

  it('has every trial, the means, and a line through them', () => {
    expect(marks(accuracy, 'trial')).toHaveLength(12);
    expect(marks(accuracy, 'mean')).toHaveLength(6);
    expect(marks(accuracy, 'line')).toHaveLength(5);
    expect(marks(parameters, 'mean')).toHaveLength(6);
  });

  it('has the gap of each rank that was measured on the way', () => {
    expect(marks(gap, 'gap')).toHaveLength(6);
    expect(marks(gap, 'gap')[0]).toMatchObject({ text: '+15.0' });
    expect(rankFigure(groups, { config: null, gaps: [] })?.plots[2]).toMatchObject({ marks: [] });
  });

  it('joins nothing where a rank has several scenarios, and needs three ranks', () => {
    const again = rankFigure([...groups, ...groups.slice(0, 1)], { config: null, gaps: [] });
    expect(again?.plots[0]?.marks.filter(({ kind }) => kind === 'line')).toEqual([]);
    expect(rankFigure(groups.slice(0, 2), { config: null, gaps: [] })).toBeNull();
  });
});
