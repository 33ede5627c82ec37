/** @file `node tools/cluster/writeLabData.mjs`: writes what the cluster's package takes over from the lab, and its test vectors. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { runnerImport } from 'vite';

/** @type {{ module: typeof import('./labFiles') }} */
const { module } = await runnerImport('./tools/cluster/labFiles.ts', { configFile: false });
for (const [path, text] of module.labFiles()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
