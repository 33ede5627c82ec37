import { describe, expect, it } from 'vitest';
import { lessonById } from '../../lessons';
import { groupOf, recordsOf } from '../testing';
import { layerFigures } from './layerFigures';

const lesson = lessonById('memory');
const groups = (lesson?.experiment.scenarios ?? []).map((scenario) => groupOf(scenario, []));
/** As if memory grew by a megabyte a layer. */
const estimated = groups.map((_, i) => ({
  ...{ weights: 4e6, adapters: 0, gradients: 0, optimizer: 0, workspace: 0 },
  activations: 1e6 * (12 - (i % 12)),
}));

describe('memory by layer', () => {
  const figures = layerFigures(groups, {
    estimated,
    checkpointing: false,
    published: lesson?.published ?? null,
  });

  it('has all twelve layers of the lesson, the top one first, with checkpointing below without', () => {
    const rows = figures?.columns[0]?.rows ?? [];
    expect(rows).toHaveLength(24);
    expect(rows.slice(0, 3).map(({ scenario }) => scenario.name)).toEqual([
      'layer 12',
      'layer 12, checkpointing',
      'layer 11',
    ]);
    expect(rows.flatMap(({ group }) => group ?? [])).toEqual(
      Array.from({ length: 12 }, (_, i) => String(12 - i)),
    );
  });

  it('shows estimates before a run, stacked by kind, and says that they are some', () => {
    const [memory] = figures?.columns ?? [];
    expect(memory?.caption).toContain('≈');
    expect(memory?.rows[0]).toMatchObject({ isEstimated: true, figure: '≈\u00a05.0\u00a0MB' });
    expect(memory?.rows[0]?.marks).toHaveLength(6);
    expect(memory?.rows.at(-2)?.figure).toBe('≈\u00a016.0\u00a0MB');
  });

  it('has what was published in columns of its own, and tells its source once', () => {
    expect(figures?.columns.map(({ title }) => title)).toEqual([
      'Peak memory',
      'Speed',
      'Published memory',
      'Published speed',
    ]);
    expect(figures?.columns.filter(({ caption }) => caption.includes('Published:'))).toHaveLength(1);
    const published = figures?.columns[2];
    expect(published?.axis.label).toBe('percent of a 24 GB card');
    expect(published?.rows.map(({ figure }) => figure).filter((figure) => figure !== null)).toHaveLength(10);
  });

  it('orders a person’s own scenarios by their lowest layer', () => {
    const [lower, upper, even] = lessonById('layers')?.experiment.scenarios ?? [];
    if (!lower || !upper || !even) throw new Error('no scenarios');
    const own = [lower, upper, even].map((scenario) => groupOf(scenario, recordsOf(scenario, [0.9])));
    const drawn = layerFigures(own, { estimated: [null, null, null], checkpointing: false });
    expect(drawn?.order).toEqual([1, 2, 0]);
    expect(drawn?.columns[0]?.rows.map(({ group }) => group)).toEqual(['7', '2', '1']);
    expect(layerFigures(own.slice(0, 1), { estimated: [], checkpointing: false })).toBeNull();
  });
});
