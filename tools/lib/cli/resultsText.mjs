/** @file Results as a table for a terminal, and the trials that did not end as done. */

/**
 * @typedef {import('../../../src/results/results').ResultsFile} ResultsFile
 * @typedef {import('../../../src/results/resultsFile').ResultsRow} ResultsRow
 */

const MIB = 2 ** 20;

/** @param {number | null} value @param {number} digits @returns {string} */
const number = (value, digits) => (value === null ? '-' : value.toFixed(digits));

/** @param {number | null} value @param {number} factor @returns {number | null} */
const times = (value, factor) => (value === null ? null : value * factor);

/**
 * @param {readonly ResultsRow[]} rows
 * @param {string} measure the name of what means and deviations are of
 * @returns {string}
 */
export function tableText(rows, measure) {
  const header = ['scenario', 'n', `mean ${measure}`, 'sd', 'parameters %', 'peak MiB', 'samples/s'];
  const cells = rows.map((row) => [
    row.scenario.name,
    String(row.n),
    number(row.mean, 4),
    number(row.sd, 4),
    number(times(row.relativeParameters, 100), 3),
    number(times(row.peakBytes, 1 / MIB), 1),
    number(row.samplesPerSecond, 1),
  ]);
  const lines = [header, ...cells];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

/**
 * One sentence for each trial that did not end as done, and one for those that never ended.
 * @param {ResultsFile} results
 * @returns {string[]}
 */
export function shortcomings({ experiment, trials }) {
  const lines = trials
    .filter((trial) => trial.status !== 'done')
    .map(
      ({ scenario, seed, status, message }) =>
        `${scenario.name}, seed ${seed}: ${status}${message === null ? '' : ` (${message})`}`,
    );
  const missing = experiment.scenarios.length * experiment.trials - trials.length;
  if (missing > 0) lines.push(`${missing} ${missing === 1 ? 'trial was' : 'trials were'} not run`);
  return lines;
}
