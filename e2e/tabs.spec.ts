/**
 * @file Two tabs on the same trials, and one tab that repeats its run: a finished trial stays until its successor is
 * stored.
 */
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { inLab, openLab, runToEnd, startOver, waitUntilIdle } from './lab';
import { openWithTrials } from './support/storedTrials';

const MINUTE = 60_000;
const trials = (count: number, steps = 2): string =>
  'model=roberta-mini&data=review-sentences&scenario=head:classifier' +
  `&trials=${count}&steps=${steps}&batch=4&rows=16&validation=32&length=16`;

const idsOf = (page: Page): Promise<readonly string[]> =>
  inLab(page, () => window.loraLab.results()?.trials.map(({ id }) => id) ?? []);

/** Ids of the trials that a new page finds stored for the experiment. */
async function storedIds(
  context: BrowserContext,
  fragment: string,
  count: number,
): Promise<readonly string[]> {
  const page = await context.newPage();
  await openLab(page, fragment);
  await expect.poll(async () => (await idsOf(page)).length).toBe(count);
  const ids = await idsOf(page);
  await page.close();
  return ids;
}

test('Run in a tab that has not seen what another one finished keeps it, and runs only what is missing', async ({
  context,
}) => {
  const [first, second, third] = [await context.newPage(), await context.newPage(), await context.newPage()];
  for (const page of [first, second]) await openLab(page, trials(2));
  await openLab(third, trials(3));
  const ids = (await runToEnd(first, 2 * MINUTE)).trials.map(({ id }) => id);
  expect(ids).toHaveLength(2);

  // The others read the store before the first tab ran, and show nothing of its trials.
  await expect(second.getByTestId('run-button')).toHaveText('Run');
  await second.getByTestId('run-button').click();
  await expect.poll(() => idsOf(second)).toEqual(ids);
  await waitUntilIdle(second, MINUTE);
  expect(await idsOf(second)).toEqual(ids);

  await third.getByTestId('run-button').click();
  await expect.poll(async () => (await idsOf(third)).length, { timeout: MINUTE }).toBe(3);
  await waitUntilIdle(third, MINUTE);
  const all = await idsOf(third);
  expect(all.slice(0, 2)).toEqual(ids);
  expect(await storedIds(context, trials(3), 3)).toEqual(all);
});

test('of overlapping experiments only one trains at a time', async ({ context }) => {
  const [first, second] = [await context.newPage(), await context.newPage()];
  await openLab(first, trials(1, 20000));
  await openLab(second, trials(2, 20000));
  await first.getByTestId('run-button').click();
  await first.waitForFunction(
    () => 'loraLab' in window && window.loraLab.state().phase === 'training',
    undefined,
    {
      timeout: MINUTE,
    },
  );
  await second.getByTestId('run-button').click();
  await expect(
    second.getByTestId('notice').filter({ hasText: 'Trials of this experiment are running in another tab' }),
  ).toBeVisible();
  expect(await inLab(second, () => window.loraLab.state().running)).toBe(false);
});

test('started over and cancelled, the earlier trials are back; to the end, they can be brought back', async ({
  context,
  page,
}) => {
  const stored = await openWithTrials(page, trials(3, 16), { head: [0.7, 0.71, 0.72] });
  const ids = stored.map(({ id }) => id);
  await startOver(page);
  await page.waitForFunction(
    () => 'loraLab' in window && window.loraLab.state().trialsDone === 1,
    undefined,
    {
      timeout: MINUTE,
      polling: 5,
    },
  );
  // Those that have not ended again are still there; the first is another one already.
  expect((await idsOf(page)).slice(1)).toEqual(ids.slice(1));
  await page.getByTestId('cancel-button').click();
  await waitUntilIdle(page, MINUTE);
  expect(await idsOf(page)).toEqual(ids);
  expect(await storedIds(context, trials(3, 16), 3)).toEqual(ids);

  // The new one is not lost either.
  await page.getByTestId('undo-start-over').click();
  const mixed = await idsOf(page);
  expect(mixed[0]).not.toBe(ids[0]);
  expect(mixed.slice(1)).toEqual(ids.slice(1));
  await page.getByTestId('undo-start-over').click();

  const again = (await runToEnd(page, MINUTE)).trials.map(({ id }) => id);
  expect(again.filter((id) => ids.includes(id))).toEqual([]);
  await page.getByTestId('undo-start-over').click();
  await expect.poll(() => idsOf(page)).toEqual(ids);
  expect(await storedIds(context, trials(3, 16), 3)).toEqual(ids);
});

test('a page that is closed while it starts over leaves a finished result for each trial', async ({
  context,
}) => {
  const page = await context.newPage();
  const earlier = await openWithTrials(page, trials(2, 24), { head: [0.7, 0.71] });
  const ids = earlier.map(({ id }) => id);
  await startOver(page);
  await page.waitForFunction(
    () => 'loraLab' in window && window.loraLab.state().trialsDone === 1,
    undefined,
    { timeout: MINUTE },
  );
  await page.close();
  const stored = await storedIds(context, trials(2, 24), 2);
  expect(stored[1]).toBe(ids[1]);
});
