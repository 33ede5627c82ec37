/** @file Scores of modules: computed on the page, drawn on the grid, made into scenarios; and from the command line. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { parseResults } from '../src/results/resultsFile';
import { experimentOf, expectNoSideScroll, openLab, picture, stateOf, waitUntilIdle } from './lab';
import { storeTrials } from './support/storedTrials';

const SMALL =
  'model=roberta-mini&data=review-sentences&scenario=top:12.v.r4&trials=1&steps=2&batch=4&rows=32&validation=16&length=16';

test('scores are computed, drawn, listed, made into scenarios, judged, and kept over a reload', async ({
  page,
}) => {
  await openLab(page, SMALL.replace('trials=1', 'trials=5'));
  const cell = page.getByTestId('module-12-value');
  await expect(cell).toHaveAccessibleName('Layer 12, value');
  await page.getByTestId('score-switch').getByText('gradient').click();
  await page.getByTestId('score-batches').selectOption('4');
  await expect(page).toHaveURL(/&score=gradient:4$/);
  await page.getByTestId('score-compute').click();
  await expect(cell).toHaveAccessibleName(/^Layer 12, value, score \d\.\d\de-\d+, \d+ of 72$/, {
    timeout: 120_000,
  });
  await page.getByText('All values').click();
  await expect(page.getByTestId('score-table').getByRole('row')).toHaveCount(73);
  for (const width of [320, 390, 1024]) {
    await page.setViewportSize({ width, height: 800 });
    await expectNoSideScroll(page);
    const panel = await page.getByTestId('score-panel').boundingBox();
    const table = await page.locator('.score-values .table-scroll').boundingBox();
    expect(table!.x + table!.width).toBeLessThanOrEqual(panel!.x + panel!.width + 1);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  const tops = await page
    .locator('.score-switch .choice-options label')
    .evaluateAll((kinds) => kinds.map((kind) => kind.getBoundingClientRect().top));
  expect(new Set(tops).size).toBe(1);
  const cut = page.locator('.score-values .table-scroll');
  expect(await cut.evaluate((each) => each.scrollWidth - each.clientWidth)).toBeLessThanOrEqual(0);
  await picture(page.locator('.scenario-editor'), 'panel-1440');

  const ranks = await page.locator('.grid-cell').evaluateAll((cells) =>
    cells.map((one) => ({
      rank: Number(/, (\d+) of 72$/.exec(one.getAttribute('aria-label') ?? '')?.[1]),
      heat: Number((one as HTMLElement).style.getPropertyValue('--heat')),
    })),
  );
  expect(ranks.map(({ rank }) => rank).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 72 }, (_, i) => i + 1),
  );
  expect(ranks.find(({ rank }) => rank === 1)?.heat).toBe(1);
  expect(ranks.find(({ rank }) => rank === 72)?.heat).toBe(0);

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the scores of the modules' }).click();
  await page.getByTestId('save-scores-svg').click();
  const svg = readFileSync(await (await saved).path(), 'utf8');
  expect(svg.match(/class="cell"/g)).toHaveLength(72);
  expect(svg).toContain('score=gradient:4');
  expect((await saved).suggestedFilename()).toContain('lora-lab-scores-gradient-4-roberta-mini-');

  // Ranks stand on the grid before they are a scenario, and go with the form.
  await page.getByTestId('score-ranks').click();
  await expect(cell).toHaveAccessibleName(/, rank \d+$/);
  await page.getByTestId('score-ranks-budget').fill('60000');
  await expect(page.getByTestId('score-ranks-told')).toHaveText(
    /^\d+ of 72 modules get ranks of 1 to \d+, .*: 5\d,\d{3} of at most 60,000 trainable parameters/,
  );
  await picture(page.getByTestId('score-panel'), 'ranks');
  await picture(page.locator('.grid-figure'), 'ranks-grid');
  await page.getByTestId('score-ranks').click();
  await expect(cell).toHaveAccessibleName(/ of 72$/);

  await page.getByTestId('score-count').fill('5');
  // The same modules once more are no other scenario.
  for (const kind of ['best', 'best', 'worst', 'random']) await page.getByTestId(`score-${kind}`).click();
  const { scenarios } = await experimentOf(page);
  expect(scenarios.map(({ name }) => name)).toEqual(['top', '5 best', '5 worst', '5 at random']);
  const counts = scenarios.map((one) => (one.method === 'lora' ? [one.modules.flat().length, one.rank] : []));
  expect(counts).toEqual([
    [1, 4],
    [5, 4],
    [5, 4],
    [5, 4],
  ]);
  await page.getByRole('button', { name: '5 best' }).click();
  const best = await page
    .locator('.grid-cell[aria-pressed=true]')
    .evaluateAll((cells) =>
      cells.map((one) => /, (\d+) of 72$/.exec(one.getAttribute('aria-label') ?? '')?.[1]),
    );
  expect(best.map(Number).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);

  const choice = page.getByTestId('score-switch');
  await choice.getByText('none').click();
  await choice.getByText('PLoP').click();
  await expect(page).toHaveURL(/score=plop:4$/);
  await page.getByTestId('score-compute').click();
  await page.getByText('Do the scores agree?').click({ timeout: 120_000 });
  await expect(page.getByTestId('score-agreement').getByRole('row')).toHaveText([
    /^Scores/,
    /^gradient, PLoP−?[01]\.\d\d72$/,
  ]);
  await choice.getByText('gradient').click();
  await expect(page).toHaveURL(/score=gradient:4$/);
  await page.getByRole('button', { name: 'top' }).click();
  await page.getByTestId('score-count').fill('5');
  await judgeTheScore(page);
  await expect(cell).toHaveAccessibleName(/^Layer 12, value, score /);
});

/** Adds the scenarios that judge the gradient score, with trials as if they had been run, and reads the verdict. */
async function judgeTheScore(page: Page): Promise<void> {
  const cost = page.getByTestId('score-judge-cost');
  await expect(cost).toHaveText(/^Adds \d.*: \d+ trials\. Their adapters’ parameters are within \d+\.\d % /);
  await page.getByTestId('score-judge').click();
  await expect(cost).toHaveText(/^All 5 scenarios are there/);
  await expect(page.getByTestId('score-judge')).toBeDisabled();
  const experiment = await experimentOf(page);
  const accuracies = Object.fromEntries(
    experiment.scenarios
      .filter(({ name }) => name !== 'top')
      .map(({ name }) => {
        const base = name.endsWith('best') ? 0.9 : name.endsWith('worst') ? 0.79 : 0.8;
        return [name, [0, 0.01, -0.01, 0.02, 0].map((off, i) => base + off + (base > 0.85 ? i / 1000 : 0))];
      }),
  );
  await storeTrials(page, experiment, accuracies);
  const verdicts = page.getByTestId('score-verdicts');
  await expect(page.getByTestId('score-verdict')).toHaveText(
    /^On this model and data the gradient score chose better than chance, .*: its 5 best modules are 10\.2.points \(\+10\.0 to \+10\.4\) above 5 at random\.$/,
  );
  await expect(verdicts.getByRole('row')).toHaveText([
    /^Score/,
    /^gradient: 5 best against chance\+10\.2\+10\.0 to \+10\.4better$/,
    /^gradient: 5 worst against chance−1\.0/,
    /^gradient: 5 best against 5 worst\+11\.2.*better$/,
  ]);
  await expect(verdicts).toContainText('Chance is the mean of 3 draws of 5 modules: 80.4');
  await page.setViewportSize({ width: 320, height: 800 });
  await expectNoSideScroll(page);
  const saved = page.waitForEvent('download');
  await page.getByTestId('score-verdicts-csv').click();
  expect(readFileSync(await (await saved).path(), 'utf8')).toContain('"gradient",5,"best","random",');
}

test('a computation is cancelled, and the page can compute again', async ({ page }) => {
  await openLab(page, `${SMALL}&score=gradient:256`);
  await page.getByTestId('score-compute').click();
  await expect(page.getByRole('progressbar', { name: 'Scoring' })).toBeVisible({ timeout: 120_000 });
  await page.getByTestId('score-cancel').click();
  await expect(page.getByTestId('score-compute')).toHaveText('Score the modules', { timeout: 60_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);

  // A score that grows while adapters train is on the grid meanwhile, and gone if that is cancelled.
  const cell = page.getByTestId('module-12-value');
  await page.getByTestId('score-switch').getByText('AdaLoRA').click();
  await page.getByTestId('score-steps').selectOption('512');
  await page.getByTestId('score-compute').click();
  await expect(page.getByRole('progressbar', { name: 'Training adapters on all modules' })).toBeVisible({
    timeout: 120_000,
  });
  await expect(cell).toHaveAccessibleName(/, score .*, \d+ of 72$/, { timeout: 60_000 });
  await page.getByTestId('score-cancel').click();
  await expect(cell).toHaveAccessibleName('Layer 12, value', { timeout: 60_000 });
  await page.getByTestId('score-steps').selectOption('8');
  await expect(page).toHaveURL(/&score=adalora:8$/);
  await page.getByTestId('score-compute').click();
  await expect(page.getByTestId('score-compute')).toHaveText('Score the modules again', { timeout: 120_000 });
  await expect(cell).toHaveAccessibleName(/, score \d\.\d\de-\d+, \d+ of 72$/);
  await expect(page.getByTestId('score-panel')).toContainText('Over 8 steps of each of 3 seeds.');
});

test('the command line scores the modules, trains what they choose, and gives the verdicts', () => {
  const [out, scoresOut] = ['results.json', 'scores.json'].map((name) => test.info().outputPath(name)) as [
    string,
    string,
  ];
  const options = ['tools/headless.mjs', '--software', '--quiet', '--experiment', `#${SMALL}`];
  const judging = ['--scores', 'gradient:1', '--judge', '1', '--draws', '1'];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...options, ...judging, '--out', out, '--scores-out', scoresOut],
    { encoding: 'utf8' },
  );
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('sd over seeds');
  expect(stdout).toContain('gradient:1, 1 module: adds gradient: 1 best (r=');
  expect(stdout).toMatch(/^gradient: 1 best against chance +\S+ +no interval +open$/m);
  const { scores, verdicts } = JSON.parse(readFileSync(scoresOut, 'utf8')) as {
    scores: { score: string; scores: { value: number }[] }[];
    verdicts: { comparisons: { first: string; second: string; nFirst: number }[] };
  };
  expect(scores.map(({ score }) => score)).toEqual(['gradient:1']);
  expect(scores[0]?.scores).toHaveLength(72);
  expect(scores[0]?.scores.every(({ value }) => value > 0)).toBe(true);
  expect(verdicts.comparisons).toMatchObject([
    { first: 'best', second: 'random', nFirst: 1 },
    { first: 'worst', second: 'random' },
    { first: 'best', second: 'worst' },
  ]);
  const { trials } = parseResults(readFileSync(out, 'utf8'));
  expect(trials.map(({ scenario, status: ended }) => `${scenario.name}, ${ended}`)).toEqual([
    'top, done',
    'gradient: 1 best, done',
    'gradient: 1 worst, done',
    '1 at random, draw 1, done',
  ]);
  const wrong = spawnSync(process.execPath, [...options, '--judge', '1'], { encoding: 'utf8' });
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('--judge belongs to --scores, which is not there');
});

test('a run asked for while modules are scored ends the scoring, and begins', async ({ page }) => {
  await openLab(page, `${SMALL}&score=gradient:64`);
  await page.getByTestId('score-compute').click();
  await expect(page.getByTestId('score-cancel')).toBeFocused();
  await expect(page.getByTestId('score-panel')).toContainText('… A run would stop this.');
  await page.getByTestId('run-button').click();
  await expect(page.getByTestId('score-panel').getByRole('alert')).toContainText('A run took the device', {
    timeout: 60_000,
  });
  const results = await waitUntilIdle(page, 120_000);
  expect((await stateOf(page)).error).toBeNull();
  expect(results?.trials.map(({ status }) => status)).toEqual(['done']);
  await expect(page.getByTestId('score-compute')).toBeVisible();
  const status = page.getByTestId('score-panel').getByRole('status');
  await expect(status).toHaveText(/^Not scored yet/);

  // The trained adapter is scored: the one module that has one, its layer and its component.
  const choice = page.getByTestId('score-switch');
  await choice.getByText('knock-out').click();
  await expect(page).toHaveURL(/score=knockout$/);
  await expect(status).toHaveText(/^The trained adapters of this scenario are not scored yet/);
  await page.getByTestId('score-compute').click();
  await expect(page.getByTestId('module-12-value')).toHaveAccessibleName(/score .*, 1 of 1$/, {
    timeout: 120_000,
  });
  await page.getByText('All values').click();
  await expect(page.getByTestId('score-table').getByRole('row')).toHaveText([
    /^ModuleScoreAccuracysd over seeds$/,
    ...[/^Layer 12, value.* points–$/, /^All of layer 12.* points–$/, /^Every value.* points–$/],
  ]);
  await choice.getByText('LoRA-drop').click();
  await page.getByTestId('score-batches').selectOption('4');
  await page.getByTestId('score-compute').click();
  await expect(page.getByTestId('module-12-value')).toHaveAccessibleName('Layer 12, value, score 1, 1 of 1', {
    timeout: 120_000,
  });
});
