import { expect, it } from 'vitest';
import { lessonById } from '../../lessons';
import { choicesFigure } from './choicesFigure';

const scenarios = lessonById('methods')?.experiment.scenarios ?? [];
const figure = choicesFigure(scenarios, { widths: { hidden: 64, intermediate: 256 }, layers: 12 });
const trained = (name: string) =>
  figure.choices.find(({ scenario }) => scenario.name === name)?.rects.filter(({ on }) => on) ?? [];

it('has 12 × 6 cells between the classifier and the embeddings, and fills what trains', () => {
  for (const { rects } of figure.choices) expect(rects).toHaveLength(72 + 2);
  expect(trained('full fine-tuning')).toHaveLength(74);
  expect(trained('classifier only')).toHaveLength(1);
  expect(trained('all r=8')).toHaveLength(73);
  expect(trained('value+up r=8')).toHaveLength(25);
});

it('has cells as wide as their adapters are large', () => {
  const [, query, , , , up] = figure.choices[0]?.rects ?? [];
  expect(((up?.width ?? NaN) + 1.2) / ((query?.width ?? NaN) + 1.2)).toBeCloseTo(2.5, 9);
});

it('has the layers from the bottom up', () => {
  const [lower] = lessonById('layers')?.experiment.scenarios ?? [];
  if (!lower) throw new Error('no scenario');
  const [choice] = choicesFigure([lower], { widths: null, layers: 12 }).choices;
  const middle = figure.box.height / 2;
  const cells = choice?.rects.slice(1, -1).filter(({ on }) => on) ?? [];
  expect(cells).toHaveLength(36);
  for (const { y } of cells) expect(y).toBeGreaterThan(middle - 1);
});
