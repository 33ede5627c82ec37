/** @file What the command line shares with the page. Node cannot read TypeScript, so this is loaded through Vite. */
export { describeError } from '../../../src/base/errors';
export { parseExperiment } from '../../../src/experiment/experimentJson';
export { parseResults, resultsTable, serializeResults } from '../../../src/results/resultsFile';
export { MEASURE_FORMS } from '../../../src/stats/measures/measureForm';
export { decodeExperiment, encodeExperiment, EXPERIMENT_KEYS } from '../../../src/experiment/address/url';
export { encodeText } from '../../../src/experiment/address/urlText';
export { normalizeHubUrl } from '../../../src/sources/hub/address';
export { localId, parseSourceRef } from '../../../src/sources/sourceRef';
export { decodeAddress } from '../../../src/address/pageAddress';
export { repairAddress } from '../../../src/address/repairAddress';
export { WORKSHOP_KEYS } from '../../../src/address/workshopPart';
export { isOfTrained, parseScore, SCORE_TEXT } from '../../../src/scores/scoreRequest';
