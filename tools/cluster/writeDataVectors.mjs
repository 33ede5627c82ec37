/**
 * @file `node tools/cluster/writeDataVectors.mjs`: writes the test vectors of the cluster's reader of data sets. Vitest
 * runs the lab's code, because its configuration leaves out the runtime for models that the tokenizers' package loads.
 */
import { spawnSync } from 'node:child_process';

const test = ['vitest', 'run', '--project', 'unit', 'tools/cluster/dataVectors.test.ts'];
const { status } = spawnSync('npx', test, { stdio: 'inherit', env: { ...process.env, WRITE_VECTORS: '1' } });
process.exit(status ?? 1);
