/** @file A recommendation from the command line: the race in the lab's page, watched to its end; its sentence and evidence. */
import { pageMessage } from '../browser/labPage.mjs';
import { cancelWhenAsked } from './cancelWhenAsked.mjs';
import { isStandardOutput, isStream, writeOrRescue } from './outFile.mjs';
import { createProgressBar } from './progressBar.mjs';

/**
 * @typedef {import('../../../app/race/raceOutcome').RaceOutcome} RaceOutcome
 * @typedef {import('../../../src/results/results').BackendName} BackendName
 * @typedef {import('./raceFlags.mjs').RaceWish} RaceWish
 */

const POLL_MS = 1000;

/**
 * @param {import('./runInPage.mjs').Lab} lab
 * @param {RaceWish} wish
 * @param {{ backend: BackendName | null, minutes: number, out: string | null, quiet: boolean }} options
 * @returns {Promise<number>} the exit status: 0 also if the evidence is too little, which the sentence says
 */
export async function recommendAndReport({ page, lost }, { asked, earlier }, options) {
  const { backend, minutes, out, quiet } = options;
  const bar = createProgressBar(process.stderr);
  const stopping = cancelWhenAsked(page, minutes, (why) => {
    bar.clear();
    console.error(
      why === 'late' ? `Stopped after ${minutes} minutes.` : 'Cancelling; what is finished is kept.',
    );
  });
  const writer = { written: 0, isOver: false, problem: /** @type {string | null} */ (null) };
  /** @param {unknown} value */
  const write = (value) => {
    if (out !== null) writer.problem = writeOrRescue(out, `${JSON.stringify(value, null, 2)}\n`);
  };
  const look = async () => {
    const state = await page.evaluate(() => window.loraLab.state());
    if (state.running && !quiet) bar.show(state);
    const results = await page.evaluate(() => window.loraLab.raceResults());
    // A look that was under way when the race ended must not take the place of its outcome.
    if (writer.isOver || !results || results.trials.length === writer.written) return;
    if (out === null || isStream(out)) return;
    writer.written = results.trials.length;
    write({ results });
  };
  const poll = setInterval(() => void look().catch(() => undefined), POLL_MS);
  try {
    const delta = (await page.evaluate(() => window.loraLab.experiment().judging.delta)) / 100;
    const work = page.evaluate(
      (of) =>
        window.loraLab.recommend(
          { ...of.asked, delta: of.delta },
          { backend: of.backend, earlier: of.earlier },
        ),
      { asked, delta, backend, earlier },
    );
    const outcome = await Promise.race([work, lost]);
    clearInterval(poll);
    writer.isOver = true;
    bar.clear();
    write(outcome);
    const say = out !== null && isStandardOutput(out) ? console.error : console.log;
    for (const line of outcomeLines(outcome)) say(line);
    if (writer.problem !== null) console.error(writer.problem);
    else if (out !== null) say(`Evidence: ${out}`);
    return stopping.status() ?? (writer.problem === null ? 0 : 1);
  } catch (error) {
    bar.clear();
    console.error(pageMessage(error));
    return stopping.status() ?? 1;
  } finally {
    clearInterval(poll);
    stopping.forget();
  }
}

/** @param {RaceOutcome} outcome @returns {string[]} */
export function outcomeLines({ asked, candidates, sentence, link, loraConfig, seeds }) {
  // As the sentence has them: percent and points, but for MCC, which is no share.
  const [value, difference] =
    asked.measure === 'mcc'
      ? [thousandths, thousandths]
      : [(/** @type {number} */ one) => `${(100 * one).toFixed(1)} %`, points];
  const rows = candidates.map((one) => [
    one.name,
    one.status,
    String(one.values.length),
    one.values.length === 0 ? '-' : value(mean(one.values)),
    one.standing ? difference(one.standing.surelyWithin) : '-',
    one.costs.memory === null ? '-' : (one.costs.memory / 1e6).toFixed(1),
    one.costs.parameters === null ? '-' : String(one.costs.parameters),
    one.costs.time === null ? '-' : one.costs.time.toFixed(1),
    one.dropped ? `${one.dropped.by}, at ${one.dropped.seeds} seeds` : '',
  ]);
  const header = [
    'candidate',
    'status',
    'seeds',
    'mean',
    'within',
    'MB',
    'parameters',
    's/trial',
    'dropped by',
  ];
  const lines = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...lines.map((line) => (line[i] ?? '').length)));
  return [
    ...lines.map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    sentence.replaceAll('\u00a0', ' '),
    ...(seeds > 0 ? [`Each candidate that is left has ${seeds} seeds.`] : []),
    '',
    `Address: ${new URL(link).hash}`,
    ...(loraConfig === null ? [] : ['', loraConfig]),
  ];
}

/** @param {number} one */
const thousandths = (one) => one.toFixed(3);
/** @param {number} one */
const points = (one) => `${(100 * one).toFixed(1)} points`;

/** @param {readonly number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
