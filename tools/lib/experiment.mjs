/** @file What the command line shares with the page. Node cannot read TypeScript: load this through Vite. */
export { describeError } from '../../src/errors';
export { parseExperiment } from '../../src/experiment/experimentJson';
export { parseResults, resultsTable, serializeResults } from '../../src/experiment/resultsFile';
export { encodeExperiment } from '../../src/experiment/url';
