/** @file Equal footing before a run from the command line: scenarios made equal and rates tuned in the lab's page. */
import { pageMessage } from '../browser/labPage.mjs';
import { cancelWhenAsked } from './cancelWhenAsked.mjs';
import { createProgressBar } from './progressBar.mjs';
import { aligned, plain } from './plainText.mjs';

/**
 * @typedef {import('./footingFlags.mjs').FootingWish} FootingWish
 * @typedef {import('../../../app/footing/automationFooting').EqualOutcome} EqualOutcome
 * @typedef {import('../../../app/footing/automationFooting').RatesOutcome} RatesOutcome
 * @typedef {import('../../../src/results/results').BackendName} BackendName
 */

const POLL_MS = 1000;

/**
 * @param {import('./runInPage.mjs').Lab} lab
 * @param {FootingWish} wish
 * @param {{ backend: BackendName | null, minutes: number, quiet: boolean }} options
 * @param {(line: string) => void} say
 * @returns {Promise<number | null>} the exit status if it ends here; null if the run is to follow
 */
export async function footingInPage({ page, lost }, { equal, rates }, { backend, minutes, quiet }, say) {
  const bar = createProgressBar(process.stderr);
  const look = async () => {
    const state = await page.evaluate(() => window.loraLab.state());
    if (state.running && !quiet) bar.show(state);
  };
  const poll = setInterval(() => void look().catch(() => undefined), POLL_MS);
  const stopping = cancelWhenAsked(page, minutes, () => {
    bar.clear();
    console.error('Cancelling; nothing has been compared yet.');
  });
  try {
    if (equal !== null) {
      const work = page.evaluate(
        (of) => window.loraLab.equalize(of.footing, of.reference, { backend: of.backend }),
        { ...equal, backend },
      );
      for (const line of equalLines(await Promise.race([work, lost]))) say(line);
    }
    if (rates === null) return stopping.status();
    const work = page.evaluate((of) => window.loraLab.tuneRates(of.rates, { backend: of.backend }), {
      rates,
      backend,
    });
    const outcome = await Promise.race([work, lost]);
    bar.clear();
    for (const line of ratesLines(outcome)) say(line);
    return stopping.status() ?? (outcome.tuned.stopped === null ? null : 1);
  } catch (error) {
    bar.clear();
    console.error(pageMessage(error));
    return stopping.status() ?? 1;
  } finally {
    clearInterval(poll);
    bar.clear();
    stopping.forget();
  }
}

/** @param {EqualOutcome} outcome @returns {string[]} */
export function equalLines({ footing, rows, basis, link }) {
  const table = rows.map((row) => [
    row.name,
    row.isReference ? 'the reference' : row.change,
    row.before,
    row.isReference ? '' : row.after,
    row.off,
    row.note ?? '',
  ]);
  return [
    `Equal ${footing}:`,
    ...aligned([['scenario', 'changed', 'as it is', 'then', 'off by', ''], ...table]),
    basis,
    `Address: ${new URL(link).hash}`,
    '',
  ].map(plain);
}

/** @param {RatesOutcome} outcome @returns {string[]} */
export function ratesLines({ tuned: { scenarios, stopped, asked }, link }) {
  const rows = scenarios.map(({ scenario, present, tried, choice }) => [
    scenario.name,
    String(present),
    choice ? String(choice.rate) : '-',
    choice?.edge ? 'the last of the list' : '',
    tried
      .map(({ rate, values }) => `${rate}: ${values.map(({ value }) => value.toFixed(4)).join(' ') || '-'}`)
      .join('; '),
  ]);
  return [
    `Learning rates, ${asked.seeds} ${asked.seeds === 1 ? 'seed' : 'seeds'} each:`,
    ...aligned([['scenario', 'before', 'best', '', 'tried'], ...rows]),
    ...(stopped === null ? [`Address: ${new URL(link).hash}`] : ['Cancelled: the rates stay as they were.']),
    '',
  ].map(plain);
}
