/** @file Unequal classes are told, and another measure is chosen in one click; nothing is trained. */
import { expect, test } from '@playwright/test';
import { packResults } from '../src/address/sharedResults';
import { DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import { encodeExperiment } from '../src/experiment/address/url';
import { listTrials, type Experiment } from '../src/experiment/experiment';
import { sampleTrial } from '../src/experiment/testing';
import type { TrialRecord } from '../src/results/results';
import { measuredAs } from '../src/results/testing';
import { expectNoSideScroll, openLab, picture } from './lab';
import { violations } from './support/axe';

const EXPERIMENT: Experiment = { ...DEFAULT_EXPERIMENT, trials: 5 };
const LABELS = Array.from({ length: 100 }, (_, i) => (i < 80 ? 0 : 1));

/** Five trials of each scenario on 80 rows of one class and 20 of the other, of which each finds a part. */
const TRIALS: TrialRecord[] = listTrials(EXPERIMENT).map(({ scenario, seed }, i) => {
  const found = 4 + seed + (scenario.name === 'lower' ? 5 : 0);
  return sampleTrial({
    ...{ id: `t${i}`, scenario, seed },
    ...measuredAs(
      LABELS,
      LABELS.map((label, row) => (label === 1 && row - 80 >= found ? 0 : label)),
    ),
  });
});

const WIDTHS = [390, 1440];

test('unequal classes are told, and MCC is chosen in one click, at desk and telephone width', async ({
  page,
}) => {
  const results = packResults(EXPERIMENT, { by: 'Ada', trials: TRIALS });
  await openLab(page, `${encodeExperiment(EXPERIMENT)}&results=${results}`);
  const densities = page.locator('.densities');
  await expect(densities.getByRole('note')).toContainText('already has an accuracy of 80.0');
  await expect(densities).toContainText('majority class');
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await expect(densities.getByRole('button', { name: 'Compare by MCC' })).toBeVisible();
    await expectNoSideScroll(page);
    await picture(page, `unequal-${width}`, { fullPage: true });
    expect(await violations(page, { parts: ['.densities'] }), `${width} px`).toEqual([]);
  }

  await densities.getByRole('button', { name: 'Compare by MCC' }).click();
  await expect(densities.getByRole('heading', { name: 'Validation MCC' })).toBeVisible();
  await expect(densities.getByRole('note')).toHaveCount(0);
  // scikit-learn's matthews_corrcoef of the five trials has these means.
  await expect(densities.locator('[data-scenario="lower"] .figure-line')).toContainText('0.738');
  await expect(densities.locator('[data-scenario="upper"] .figure-line')).toContainText('0.546');
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('measure=mcc');
  // The shared results are still those of the link, and each trial now has both values.
  await expect(page.getByTestId('shared-results')).toContainText('Results of Ada');
  await expect(page.getByTestId('results-table').getByRole('columnheader', { name: 'MCC' })).toBeVisible();
  const difference = page.getByTestId('difference-detail');
  await expect(difference).toContainText('units of MCC');
  await expect(difference).toContainText('the MCC is no mean over sentences');
  await expect(difference).toContainText('the first is ahead of the second in 100');
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await expect(difference).toBeVisible();
    await expectNoSideScroll(page);
    await picture(page, `measure-${width}`, { fullPage: true });
  }

  // A link opens with its measure.
  await page.reload();
  await expect(densities.getByRole('heading', { name: 'Validation MCC' })).toBeVisible();
});
