/** @file What axe finds wrong with the page as it is shown. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Overlays do not belong to any landmark of the page. */
export const OVERLAY = ['region'];

/** An explanation covers what is beside it as long as its control has the focus, and Escape takes it away. */
export const EXPLANATION = [...OVERLAY, 'target-size'];

/** @param without rules that cannot hold there @returns each with the element and the remedy */
export async function violations(page: Page, without: string[] = []): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(RULES).disableRules(without);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
  );
}
