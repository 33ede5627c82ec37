/** @file `node tools/cluster/writeTrainingVectors.mjs`: writes the test vectors of the cluster's training. */
import { writeFileSync } from 'node:fs';
import { runnerImport } from 'vite';

/** @type {{ module: typeof import('./trainingVectors') }} */
const { module } = await runnerImport('./tools/cluster/trainingVectors.ts', { configFile: false });
writeFileSync(module.TRAINING_VECTORS, await module.trainingVectors());
