/** @file The device really fails, in the real worker: each failure is reported with its remedy, and the run goes on. */
import { expect, test as base, type Page } from '@playwright/test';
import type { Fault } from '../tools/lib/browser/deviceFaults.mjs';
import {
  countsOf,
  failNextRun,
  sameTrial,
  watchTrainer,
  watchTrainers,
} from '../tools/lib/browser/faultyLab.mjs';
import type { ResultsFile } from '../src/results/results';
import { inLab, openLab, openRunSettings, startOver, stateOf, waitUntilIdle } from './lab';

const MINUTE = 60_000;
const TWO =
  'model=roberta-mini&data=review-sentences&scenario=short:classifier.steps4&scenario=long:classifier' +
  '&trials=1&steps=12&batch=4&rows=16&validation=8&length=8&evaluate=4';

async function run(page: Page, fault: Fault | null): Promise<ResultsFile> {
  await failNextRun(await watchTrainer(page), fault);
  return inLab(page, () => window.loraLab.run());
}

interface Sound {
  /** What both trials are without any fault; every run of them on this machine has the same. */
  readonly whole: ResultsFile;
  /** The page that ran them. Its kernels are compiled, so another run there takes little. */
  readonly ran: Page;
}

const test = base.extend<object, { sound: Sound }>({
  sound: [
    async ({ browser }, use, { project }) => {
      const { baseURL, serviceWorkers } = project.use;
      const context = await browser.newContext({ baseURL, serviceWorkers });
      const ran = await context.newPage();
      await openLab(ran, TWO);
      await use({ whole: await run(ran, null), ran });
      await context.close();
    },
    { scope: 'worker' },
  ],
});

async function forgetResults(page: Page): Promise<void> {
  const origin = new URL(page.url()).origin;
  await page.goto('about:blank');
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await session.detach();
}

/** The status and batch size of all trials so far. */
const ended = (page: Page): Promise<(readonly [string, number])[]> =>
  page.evaluate(() => {
    const { trials = [], experiment } = window.loraLab.results() ?? {};
    return trials.map(({ status }) => [status, experiment?.training.batchSize ?? 0] as const);
  });
const ids = (page: Page): Promise<string[]> =>
  inLab(page, () => (window.loraLab.results()?.trials ?? []).map(({ id }) => id));

const FAILURES: readonly (readonly [string, Fault, RegExp])[] = [
  [
    'no memory',
    { kind: 'memory', at: 'allocation', count: 30 },
    /no memory left for this trial: .*smaller batch, shorter sequences, gradient checkpointing, or frozen weights in fewer bits/,
  ],
  [
    'an invalid call',
    { kind: 'validation', at: 'allocation', count: 20 },
    /device refused a part of this trial: .*another batch or length.*WebAssembly/,
  ],
  [
    'a shader that does not compile',
    { kind: 'shader', at: 'shader', count: 3 },
    /Kernel .* cannot be compiled: .*driver.*WebAssembly/,
  ],
];

test('a trial that the device fails says why, frees its memory, and the others end as ever', async ({
  page,
  sound: { whole },
}) => {
  for (const [name, fault, words] of FAILURES) {
    // A new page has a new device, on which everything still has to be made. There are no results, because a failure
    // replaces none.
    if (page.url() !== 'about:blank') await forgetResults(page);
    await openLab(page, TWO);
    const { trials } = await run(page, fault);
    expect(
      trials.map(({ status }) => status),
      name,
    ).toEqual(['failed', 'done']);
    expect(trials[0]?.message, name).toMatch(words);
    expect(sameTrial(trials[1], whole.trials[1]), name).toBe(true);
    const counts = await countsOf(page.workers().at(-1)!);
    expect(counts.trials[0], name).toMatchObject({ status: 'failed', bytes: counts.bytesBefore });
    expect((await stateOf(page)).error, name).toBeNull();
  }
});

test('a trial that fails when it is run again keeps its earlier result, and the page says so', async ({
  sound: { whole, ran },
}) => {
  const { trials } = await run(ran, { kind: 'memory', at: 'submit', count: 2 });
  expect(trials[0]).toEqual(whole.trials[0]);
  expect(trials[1]?.id).not.toBe(whole.trials[1]?.id);
  await expect(
    ran.getByText(/“short”, seed \d+, failed when it was run again; its earlier result is kept/),
  ).toHaveText(/no memory left for this trial/);
});

test('a device lost while loading is made up for, and a second one before any trial ends the run', async ({
  page,
  sound: { whole },
}) => {
  let first: Fault | null = null;
  await watchTrainers(page, () => first);
  await openLab(page, TWO);
  const early: Fault = { kind: 'lost', at: 'millisecond', count: 1 };
  const once = await run(page, early);
  const told = page.getByTestId('notice').filter({ hasText: 'The GPU device was lost' });
  await expect(told).toContainText('lost before the trial of “short”, seed 1: it begins on a new one');
  expect(once.trials.map((trial, i) => sameTrial(trial, whole.trials[i]))).toEqual([true, true]);

  await failNextRun(await watchTrainer(page), early);
  // The new worker's device is lost as soon as it is used.
  first = { kind: 'lost', at: 'allocation', count: 1 };
  await startOver(page);
  await waitUntilIdle(page, MINUTE);
  const stopped = page.getByTestId('notice').filter({ hasText: 'The run had to stop' });
  await expect(stopped).toContainText('The GPU device was lost');
  await expect(stopped).toContainText('smaller batch, a shorter sequence length');
});

test('a device lost between two trials costs no trial', async ({ sound: { whole, ran } }) => {
  const again = await run(ran, { kind: 'lost', at: 'trial', count: 1 });
  await expect(ran.getByTestId('notice').filter({ hasText: 'The GPU device was lost' })).toContainText(
    /lost (?:in|before) the trial of “long”, seed 1: it (?:begins|begins anew) on a new one/,
  );
  const ids = whole.trials.map(({ id }) => id);
  expect(again.trials.filter(({ id }) => ids.includes(id))).toEqual([]);
  expect(again.trials.map((trial, i) => sameTrial(trial, whole.trials[i]))).toEqual([true, true]);
});

test('a trial that found no room is refused the next time, with the largest batch that fits', async ({
  page,
}) => {
  // There is one trial only, because another of the same size that found room would count as proof that there is room.
  await openLab(page, TWO.replace('&scenario=long:classifier', ''));
  await run(page, { kind: 'memory', at: 'submit', count: 2 });
  await page.getByTestId('run-button').click();
  const refused = page.getByTestId('notice').filter({ hasText: 'There is no room for this on the device' });
  await expect(refused).toContainText(
    /“short” would take [\d.]+\sMB with batches of 4, and a trial of [\d.]+\sMB has found no room/,
    { timeout: MINUTE },
  );
  await expect(refused).toContainText('The largest batch size that fits is 3');
  await refused.getByRole('button', { name: 'Set the batch size to 3' }).click();
  await expect(refused).toHaveCount(0);
  await page.getByTestId('run-button').click();
  // A run may be over before the test sees it.
  await expect.poll(() => ended(page), { timeout: 2 * MINUTE }).toEqual([['done', 3]]);
  await waitUntilIdle(page, MINUTE);

  // What a person has allowed also holds until it is overruled.
  await openRunSettings(page);
  await page.getByLabel('GPU memory, GB').fill('0.001');
  await page.keyboard.press('Escape');
  await startOver(page);
  await expect(refused).toContainText('you allow 1.0 MB of this device’s memory', { timeout: MINUTE });
  await expect(refused).toContainText('Not even one sentence at a time fits');
  const [before] = await ids(page);
  await refused.getByRole('button', { name: 'Run anyway' }).click();
  await expect.poll(() => ids(page), { timeout: 2 * MINUTE }).not.toContain(before);
  await expect.poll(() => ended(page), { timeout: 2 * MINUTE }).toEqual([['done', 3]]);
});
