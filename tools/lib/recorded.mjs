/** @file What `npm run record` shares with the lab. Node cannot read TypeScript, so this is loaded through Vite. */
export { LESSONS } from '../../src/lessons/index';
export { OPENING, recordedPath, UNRECORDED } from '../../src/lessons/recorded';
export { recordingFaults, serializeRecording } from '../../src/results/recording';
export { parseResults } from '../../src/results/resultsFile';
