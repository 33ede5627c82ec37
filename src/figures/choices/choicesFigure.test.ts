import { expect, it } from 'vitest';
import { decodeScenario } from '../../experiment/address/scenarioCode';
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

it('fills a cell as far as its module’s rank is of the scenario’s largest, and names variants', () => {
  const problems: string[] = [];
  const own = decodeScenario('a:1-11.q+12.q:2.r8.pissa.brate16', 0, 12, (problem) => problems.push(problem));
  if (!own) throw new Error(problems.join());
  const mixed = choicesFigure([own], { widths: null, layers: 12 });
  const [choice] = mixed.choices;
  const [, top, rest] = choice?.rects ?? [];
  const lower = choice?.rects.filter(({ on }) => on)[2];
  expect(top?.on).toBe(true);
  expect((top?.width ?? NaN) / (lower?.width ?? NaN)).toBeCloseTo(1 / 4, 9);
  expect(rest).toMatchObject({ on: false, y: top?.y });
  expect((top?.width ?? NaN) + (rest?.width ?? NaN)).toBeCloseTo(lower?.width ?? NaN, 9);
  expect(choice?.note).toBe('r=2 to 8, PiSSA, LoRA+ 16');
  expect(mixed.caption).toContain('Where ranks differ, its filled part is.');
  expect(figure.caption).not.toContain('Where ranks differ');
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
