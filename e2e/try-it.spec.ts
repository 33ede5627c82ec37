/** @file What was trained stays usable: a sentence, the mistakes, an adapter saved and added again, after a reload too. */
import { expect, test, type Page } from '@playwright/test';
import { expectNoSideScroll, inLab, openLab, runToEnd, picture } from './lab';

const MINUTE = 60_000;
const TWO_SCENARIOS =
  'model=roberta-mini&data=review-sentences&scenario=top:12.qv.r2.lr1e-1&scenario=head:classifier.lr1e-2' +
  '&trials=1&steps=6&batch=4&rows=32&validation=40&length=24';
const SENTENCE = 'The <b>room</b> was not <img src=x onerror="window.harmed=1"> clean.';

/** Types the sentence, waits for two predictions, and returns their percentages. */
async function predictions(page: Page): Promise<string[]> {
  await page.getByTestId('try-text').fill(SENTENCE);
  const figures = page.getByTestId('predictions').locator('dd:not([aria-hidden])');
  await expect(figures).toHaveCount(4, { timeout: MINUTE });
  return figures.allInnerTexts();
}

test('trained scenarios can be tried, examined, saved, and begun with again', async ({ page }) => {
  await openLab(page, TWO_SCENARIOS);
  const results = await runToEnd(page, 4 * MINUTE);
  const before = await predictions(page);
  for (const pair of [before.slice(0, 2), before.slice(2)])
    expect(pair.reduce((sum, text) => sum + parseFloat(text), 0)).toBeCloseTo(100, 0);

  await page.getByTestId('examine').click();
  const section = page.locator('.validation-rows');
  const wrong = Math.round(40 * (1 - results.trials[0]!.accuracy!));
  await expect(section.getByRole('status')).toHaveText(`${wrong} of 40 sentences`, { timeout: MINUTE });
  await section.getByText('All', { exact: true }).click();
  await expect(section.getByRole('status')).toHaveText('40 of 40 sentences');
  await expect(section.locator('tbody tr')).toHaveCount(25);
  const confidences = (): Promise<number[]> =>
    section
      .locator('tbody td:nth-child(3) .quiet')
      .allInnerTexts()
      .then((texts) => texts.map((text) => parseFloat(text)));
  const surest = await confidences();
  expect(surest).toEqual([...surest].sort((a, b) => b - a));
  await section.locator('.sort-button').click();
  const leastSure = await confidences();
  expect(leastSure).toEqual([...leastSure].sort((a, b) => a - b));

  // With its adapters off, the first trial is the pretrained model under its trained head; with them on, it is back.
  await page.getByTestId('adapter-switches').locator('summary').click();
  const adapter = page.getByRole('button', { name: 'Adapter of layer 12, query' });
  await expect(adapter).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Switch all of layer 12' }).click();
  await expect(adapter).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByTestId('switched-accuracy')).toHaveText(
    /^Accuracy with these adapters off: [\d.]+\s%; with all of them on: [\d.]+\s%$/,
    { timeout: MINUTE },
  );
  const figures = page.getByTestId('predictions').locator('dd:not([aria-hidden])');
  await expect.poll(async () => (await figures.allInnerTexts()).slice(0, 2)).not.toEqual(before.slice(0, 2));
  expect((await figures.allInnerTexts()).slice(2)).toEqual(before.slice(2));
  await page.getByRole('button', { name: 'All on' }).click();
  await expect(page.getByTestId('switched-accuracy')).toHaveCount(0);
  await expect.poll(() => figures.allInnerTexts()).toEqual(before);

  const saving = page.waitForEvent('download');
  await page.locator('.save-trial').first().getByText('Adapter').click();
  const zip = await saving;
  expect(zip.suggestedFilename()).toBe('top-seed1.zip');
  const path = test.info().outputPath('top-seed1.zip');
  await zip.saveAs(path);

  // The worker is a new one after a reload, and has the values from the browser's store.
  await page.reload();
  expect(await predictions(page)).toEqual(before);
  await page.getByTestId('add-adapter').setInputFiles(path);
  await expect(page.locator('.init-fields')).toContainText('top-seed1-');
  await page.getByTestId('continue-button').click();
  await page.waitForFunction(
    () => 'loraLab' in window && window.loraLab.results()?.trials.length === 3,
    undefined,
    {
      timeout: 2 * MINUTE,
    },
  );
  const again = await inLab(page, () => window.loraLab.results()!.trials[2]!);
  expect(again).toMatchObject({ status: 'done', steps: 0, accuracy: results.trials[0]!.accuracy });
  expect(again.validationLoss).toBeCloseTo(results.trials[0]!.validationLoss!, 6);
  expect(await page.evaluate(() => 'harmed' in window)).toBe(false);

  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSideScroll(page);
    await picture(page, `try-it-${width}`, { fullPage: true });
  }
});

test('says what is wrong with an adapter, and goes on', async ({ page }) => {
  await openLab(page, TWO_SCENARIOS);
  const file = (name: string, text: string) => ({ name, mimeType: '', buffer: Buffer.from(text) });
  const add = page.getByTestId('add-adapter');
  const message = page.locator('.add-adapter .field-message');
  await add.setInputFiles([file('adapter_config.json', '{}'), file('adapter_model.bin', 'x')]);
  await expect(message).toContainText('adapter_model.bin is a pickle');
  await add.setInputFiles([file('adapter_config.json', '{}')]);
  await expect(message).toContainText('no adapter_model.safetensors');
  await add.setInputFiles([file('adapter.zip', 'not a zip')]);
  await expect(message).toContainText('adapter.zip is no zip file');
});

test('an address that begins with an adapter asks for its files', async ({ page }) => {
  await openLab(page, `${TWO_SCENARIOS}&scenario=mine:12.qv.r2.init=local:mine-12ab~3`);
  await expect(page.locator('.run-problems')).toContainText('its adapter mine-12ab.3 is not here');
  await expect(page.getByTestId('run-button')).toBeDisabled();
});

test('a full store is told, and costs neither the run nor the adapter of this visit', async ({ page }) => {
  await page.addInitScript(() => {
    const put = Reflect.get(IDBObjectStore.prototype, 'put') as (
      this: IDBObjectStore,
      ...of: unknown[]
    ) => IDBRequest;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...of: unknown[]) {
      if (this.name === 'trained') throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, of) as IDBRequest<IDBValidKey>;
    };
  });
  await openLab(page, TWO_SCENARIOS);
  const results = await runToEnd(page, 4 * MINUTE);
  expect(results.trials.map(({ status }) => status)).toEqual(['done', 'done']);
  await expect(page.getByTestId('notice').filter({ hasText: 'Adapters are not kept' })).toContainText(
    'is full',
  );
  await predictions(page);
  await page.reload();
  await expect(page.getByTestId('results-table')).toContainText('top');
  await expect(page.getByTestId('try-it')).toHaveCount(0);
});
