/** @file What the command line shares with the page. Node cannot read TypeScript: load this through Vite. */
export { describeError } from '../../src/errors';
export { parseExperiment } from '../../src/experiment/experimentJson';
export { parseResults, resultsTable, serializeResults } from '../../src/experiment/resultsFile';
export { decodeExperiment, encodeExperiment, EXPERIMENT_KEYS } from '../../src/experiment/url';
export { encodeText } from '../../src/experiment/urlText';
export { normalizeHubUrl } from '../../src/hub/address';
export { localId, parseSourceRef } from '../../src/sources/sourceRef';
export { repairAddress } from '../../src/workshop/repairAddress';
export { WORKSHOP_KEYS } from '../../src/workshop/workshopUrl';
