/** @file Scores of modules, ranks made of them and verdicts on them, as text for a terminal. */
import { aligned, plain } from './plainText.mjs';

/**
 * @typedef {import('../../../src/scores/moduleScores').Scored} Scored
 * @typedef {import('../../../app/automationRanks').RanksOutcome} RanksOutcome
 * @typedef {import('../../../app/automationJudging').AgreementTold} AgreementTold
 * @typedef {import('../../../app/automationJudging').JudgingTold} JudgingTold
 * @typedef {import('../../../app/automationJudging').VerdictsTold} VerdictsTold
 */

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
 * @param {string} score its name
 * @returns {string}
 */
export function ranksText({ scenario: { modules, rank, ranks = [] }, parameters, budget, link }, score) {
  const rows = modules.map((components, layer) => [
    String(layer + 1).padStart(5),
    ...COLUMNS.map(([component, name]) => {
      const own = ranks.find((each) => each.modules[layer]?.includes(component))?.rank ?? rank;
      return (components.includes(component) ? String(own) : '-').padStart(Math.max(3, name.length));
    }),
  ]);
  return [
    `ranks by ${score}: ${parameters} of at most ${budget} trainable parameters`,
    ['layer', ...COLUMNS.map(([, name]) => name.padStart(3))].join('  '),
    ...rows.reverse().map((row) => row.join('  ')),
    `Address: ${new URL(link).hash}`,
  ].join('\n');
}

/**
 * Spearman's correlation of each pair of scores.
 * @param {readonly AgreementTold[]} agreements
 * @returns {string}
 */
export function agreementText(agreements) {
  const rows = agreements.map(({ scores, spearman, modules }) => [
    scores.join(', '),
    spearman === null ? '-' : spearman.toFixed(2),
    String(modules),
  ]);
  return aligned([['scores', 'Spearman', 'modules'], ...rows]).join('\n');
}

/** From here on, as on the page, sizes differ by enough to say what brings them closer. */
const FAR_OFF = 0.1;

/**
 * What judging adds: a line for each score and number of modules.
 * @param {JudgingTold} judging
 * @returns {string}
 */
export function judgingText({ sets, note }) {
  const lines = sets.map(({ request, count, scenarios }) => {
    const added = scenarios.filter(({ isThere }) => !isThere).map(({ name, rank }) => `${name} (r=${rank})`);
    const off = Math.max(...scenarios.map(({ deviation }) => Math.abs(deviation)));
    const whose =
      scenarios.length === 1
        ? 'Its adapters’ parameters are'
        : `The adapters’ parameters of all ${scenarios.length} are`;
    return (
      `${request}, ${count} ${count === 1 ? 'module' : 'modules'}: ` +
      `adds ${added.join('; ') || 'none, all are there'}. ` +
      `${whose} within ${(off * 100).toFixed(1)} % of the same number` +
      `${off > FAR_OFF ? '; a larger rank brings them closer' : ''}.`
    );
  });
  return [...lines, ...(note === null ? [] : [note])].join('\n');
}

/**
 * The table of verdicts and what is said of them, as the page has it.
 * @param {VerdictsTold} verdicts
 * @returns {string}
 */
export function verdictsText({ sentences, head, level, rows, chance, tested }) {
  const cells = rows.map(({ score, name, difference, interval, word }) => [
    `${score}: ${name}`,
    difference,
    interval,
    word,
  ]);
  const corrected = tested > 1 ? [`Corrected for the ${tested} comparisons of this table (Holm).`] : [];
  return [
    ...aligned([['score', head, level, 'verdict'], ...cells]),
    ...chance,
    ...corrected,
    '',
    ...sentences,
  ]
    .map(plain)
    .join('\n');
}
