import { expect, it } from 'vitest';
import { heatFigure } from '../figures/scores/heatFigure';
import { SUBJECT } from '../figures/testing';
import { scoresOf, scoresOfModules } from '../scores/moduleScores';
import { heatPicture } from './index';
import { textBoxes, textCollisions } from './textBoxes.testing';

const ABOUT = { name: 'gradient', meaning: 'A score.', request: 'gradient:8', layers: 12 };
const all = scoresOf(12, [
  [Float64Array.from({ length: 72 }, (_, i) => 1.23456e-7 * 1.2 ** ((i * 31) % 72))],
]);

it('has a row for each layer from the top, and a colour for each score', () => {
  const { columns, rows, legend, caption } = heatFigure(all, { ...ABOUT, ticked: [['query']] });
  expect(columns).toEqual(['query', 'key', 'value', 'out', 'up', 'down']);
  expect(rows.map(({ head }) => head)).toEqual(Array.from({ length: 12 }, (_, i) => String(12 - i)));
  const cells = rows.flatMap((row) => row.cells);
  expect(cells.filter((cell) => cell?.isTicked)).toHaveLength(1);
  expect(rows[11]?.cells[0]).toEqual({
    ...{ paint: { of: 'orange', share: 0.04, with: 'paper' }, text: '1.23e-7', isTicked: true },
    title: 'Layer 1, query: 1.23e-7, 72 of 72',
  });
  expect(legend.least).toBe('1.23e-7');
  expect(legend.ramp[0]).toEqual({ of: 'orange', share: 0.04, with: 'paper' });
  expect(legend.ramp.at(-1)).toEqual({ of: 'orange', share: 1, with: 'paper' });
  expect(caption).toBe(
    'A score. A stronger colour is a larger score, by the logarithm. ' +
      'A ring marks the modules of the open scenario. score=gradient:8.',
  );
});

it('leaves modules without a score empty', () => {
  const few = scoresOfModules([{ layer: 2, component: 'up' }], [[Float64Array.of(-1)]]);
  const { rows, caption } = heatFigure(few, { ...ABOUT, layers: null });
  expect(rows.map(({ cells }) => cells.map((cell) => cell?.text ?? null))).toEqual([
    [null, null, null, null, '-1', null],
    [null, null, null, null, null, null],
  ]);
  expect(caption).toBe('A score. A stronger colour is a larger score, by the value. score=gradient:8.');
});

it('is drawn with a value in each cell, and no two texts overlap', () => {
  for (const theme of ['light', 'dark'] as const) {
    const { svg, width } = heatPicture(heatFigure(all, ABOUT), { groups: [], subject: SUBJECT, theme });
    expect(svg.match(/class="cell"/g)).toHaveLength(72);
    expect(svg).toContain('<title>Layer 12, down: ');
    expect(textBoxes(svg).length).toBeGreaterThan(72 + 12 + 6);
    expect(textCollisions(svg, width)).toEqual([]);
  }
});
