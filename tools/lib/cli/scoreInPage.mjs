/** @file Scores of modules from the command line: computed in the lab's page, printed as a table and written as JSON. */
import { pageMessage } from '../browser/labPage.mjs';
import { cancelWhenAsked } from './cancelWhenAsked.mjs';
import { isStandardOutput, writeOrRescue } from './outFile.mjs';

/**
 * @typedef {import('../../../src/scores/moduleScores').Scored} Scored
 * @typedef {import('../../../src/results/results').BackendName} BackendName
 */

/**
 * @param {import('./runInPage.mjs').Lab} lab
 * @param {string} request as in the address: `gradient:8`
 * @param {{ backend: BackendName | null, minutes: number, out: string | null }} options
 * @returns {Promise<number>} the exit status
 */
export async function scoreAndReport({ page, lost }, request, { backend, minutes, out }) {
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
    if (out === null) return 0;
    const experiment = await page.evaluate(() => window.loraLab.experiment());
    const text = `${JSON.stringify(fileOf(request, experiment, scored), null, 2)}\n`;
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
 */
function fileOf(request, experiment, { modules, groups }) {
  return { score: request, experiment, scores: modules, ...(groups.length > 0 && { groups }) };
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
