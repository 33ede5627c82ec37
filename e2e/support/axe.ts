/** @file What axe finds wrong with the page as it is shown. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, ElementContext, RunOptions } from 'axe-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Overlays do not belong to any landmark of the page. */
export const OVERLAY = ['region'];

/** An explanation covers what is beside it as long as its control has the focus, and Escape takes it away. */
export const EXPLANATION = [...OVERLAY, 'target-size'];

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Looks at one document: the page has no frames. Only what is wrong leaves the page, because a description of every element
 * that is right takes several times as long as looking at them.
 * @param without rules that cannot hold there
 * @param parts selectors of the parts to look at; without them the whole page
 * @returns each with the element and the remedy
 */
export async function violations(
  page: Page,
  { without = [], parts = [] }: { without?: readonly string[]; parts?: readonly string[] } = {},
): Promise<string[]> {
  await page.evaluate(AXE);
  const options: RunOptions = {
    runOnly: { type: 'tag', values: RULES },
    resultTypes: ['violations'],
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
  };
  const found = await page.evaluate(
    async ({ asked, within }) => {
      const { axe } = window as unknown as {
        axe: { run(of: ElementContext, how: RunOptions): Promise<AxeResults> };
      };
      const missing = within.filter((part) => document.querySelector(part) === null);
      if (missing.length > 0) throw new Error(`The page has no ${missing.join(' and no ')}.`);
      const include = within.map((part) => [part]);
      const { violations: wrong, passes } = await axe.run(include.length > 0 ? { include } : document, asked);
      return { frames: window.frames.length, passes: passes.length, wrong };
    },
    { asked: options, within: parts },
  );
  // A look that saw nothing, or not everything, would find nothing wrong.
  if (found.passes === 0 || found.frames > 0) throw new Error('axe did not look at the whole page.');
  return found.wrong.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
  );
}
