/** @file A scenario's small picture shows ranks by module as the grid does. */
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { LoraScenario } from '../../src/experiment/experiment';
import { ModuleGlyph } from './ModuleGlyph';

it('fills a cell as far as its module’s rank goes', () => {
  const scenario: LoraScenario = {
    ...{ name: 'two ranks', color: '#123456', method: 'lora', rank: 8, alpha: 8, rsLora: false },
    modules: [['query', 'value']],
    ranks: [{ rank: 4, modules: [['query']] }],
  };
  const widths = (of: LoraScenario): number[] =>
    [...renderToStaticMarkup(<ModuleGlyph scenario={of} />).matchAll(/ y="4.5" width="([\d.]+)"/g)]
      .map(([, width]) => Number(width))
      .filter((width) => width < 10);
  const { ranks: _, ...alike } = scenario;
  expect(widths(scenario)).toEqual([1.5, 3]);
  expect(widths(alike)).toEqual([3, 3]);
});
