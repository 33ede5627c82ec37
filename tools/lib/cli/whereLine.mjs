/** @file Where a run was computed, in one line. Node built-ins only. */

/** @typedef {import('../../../src/results/results').ResultsFile} ResultsFile */

/** How a device computes mixed precision, by the name that results have for it. */
const MIXED = {
  matrix: 'mixed precision on the matrix units',
  arithmetic: 'mixed precision with half-float arithmetic',
  storage: 'mixed precision with half-float storage alone',
};

/**
 * @param {Pick<ResultsFile, 'environment' | 'experiment'>} results
 * @returns {string} backend, device and, where trials train in mixed precision, how
 */
export function whereLine({ environment, experiment }) {
  const { backend, device, software, mixedPath } = environment;
  const where = `${backend} on ${device}${software ? ' (software adapter)' : ''}`;
  if (experiment.training.precision !== 'mixed') return where;
  return `${where}, ${mixedPath ? MIXED[mixedPath] : 'mixed precision: frozen matrices alone are rounded'}`;
}
