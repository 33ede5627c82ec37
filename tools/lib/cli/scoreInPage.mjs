/** @file Scores of modules from the command line: computed in the lab's page, printed as a table and written as JSON. */
import { pageMessage } from '../browser/labPage.mjs';
import { cancelWhenAsked } from './cancelWhenAsked.mjs';
import { isStandardOutput, writeOrRescue } from './outFile.mjs';

/**
 * @typedef {import('../../../src/scores/moduleScores').Scored} Scored
 * @typedef {import('../../../app/automationRanks').RanksOutcome} RanksOutcome
 * @typedef {import('../../../src/results/results').BackendName} BackendName
 */

/**
 * @param {import('./runInPage.mjs').Lab} lab
 * @param {string} request as in the address: `gradient:8`
 * @param {{ backend: BackendName | null, minutes: number, out: string | null, ranks: import('./rankFlags.mjs').RanksAsked | null }} options
 * @returns {Promise<number>} the exit status
 */
export async function scoreAndReport({ page, lost }, request, { backend, minutes, out, ranks }) {
  const stopping = cancelWhenAsked(page, minutes);
  try {
    const asked = { request, backend };
    const work = page.evaluate(
      (of) => window.loraLab.scores(of.request, { ...(of.backend && { backend: of.backend }) }),
      asked,
    );
    const scored = await Promise.race([work, lost]);
    if (scored === null) {
      console.error('The scores were cancelled: there is nothing to write.');
      return stopping.status() ?? 1;
    }
    const say = out !== null && isStandardOutput(out) ? console.error : console.log;
    say(scoresText(scored));
    const ranked =
      ranks &&
      (await page.evaluate((of) => window.loraLab.ranks(of.scores, of.ranks), {
        ...{ scores: scored.modules, ranks },
      }));
    if (ranked) say(`\n${ranksText(ranked)}`);
    if (out === null) return 0;
    const experiment = await page.evaluate(() => window.loraLab.experiment());
    const text = `${JSON.stringify(fileOf(request, experiment, scored, ranked), null, 2)}\n`;
    const wrong = writeOrRescue(out, text);
    if (wrong !== null) console.error(wrong);
    else say(`Scores: ${out}`);
    return wrong === null ? 0 : 1;
  } catch (error) {
    console.error(pageMessage(error));
    return stopping.status() ?? 1;
  } finally {
    stopping.forget();
  }
}

/**
 * What is written: scores of layers and components only if they were measured.
 * @param {string} request
 * @param {unknown} experiment
 * @param {Scored} scored
 * @param {RanksOutcome | null} ranked
 */
function fileOf(request, experiment, { modules, groups }, ranked) {
  return {
    ...{ score: request, experiment, scores: modules },
    ...(groups.length > 0 && { groups }),
    ...(ranked && { ranks: ranked }),
  };
}

/**
 * A line for each module, the largest score first; then for each layer and component that was scored as a whole.
 * @param {Scored} scored
 * @returns {string}
 */
export function scoresText({ modules, groups }) {
  const ofModules = [...modules]
    .sort((a, b) => b.value - a.value)
    .map((score) => line(String(score.layer), score.component, score));
  const ofGroups = groups.map((score) =>
    typeof score.group === 'number'
      ? line(String(score.group), 'all', score)
      : line('all', score.group, score),
  );
  return [
    'layer  component             score  sd over batches  sd over seeds',
    ...ofModules,
    ...ofGroups,
  ].join('\n');
}

/**
 * @param {string} layer
 * @param {string} component
 * @param {Pick<Scored['modules'][number], 'value' | 'acrossBatches' | 'acrossSeeds'>} score
 */
function line(layer, component, { value, acrossBatches, acrossSeeds }) {
  const number = (/** @type {number | null} */ one) => (one === null ? '-' : one.toExponential(3));
  return [
    layer.padStart(5),
    component.padEnd(15),
    number(value).padStart(10),
    number(acrossBatches).padStart(15),
    number(acrossSeeds).padStart(13),
  ].join('  ');
}

const COLUMNS = /** @type {const} */ ([
  ['query', 'query'],
  ['key', 'key'],
  ['value', 'value'],
  ['attentionOutput', 'out'],
  ['up', 'up'],
  ['down', 'down'],
]);

/**
 * The ranks as the grid has them, the topmost layer first; a dash where a module has no adapter.
 * @param {RanksOutcome} outcome
 * @returns {string}
 */
export function ranksText({ scenario: { modules, rank, ranks = [] }, parameters, budget, link }) {
  const rows = modules.map((components, layer) => [
    String(layer + 1).padStart(5),
    ...COLUMNS.map(([component, name]) => {
      const own = ranks.find((each) => each.modules[layer]?.includes(component))?.rank ?? rank;
      return (components.includes(component) ? String(own) : '-').padStart(Math.max(3, name.length));
    }),
  ]);
  return [
    `ranks by this score: ${parameters} of at most ${budget} trainable parameters`,
    ['layer', ...COLUMNS.map(([, name]) => name.padStart(3))].join('  '),
    ...rows.reverse().map((row) => row.join('  ')),
    `Address: ${new URL(link).hash}`,
  ].join('\n');
}
