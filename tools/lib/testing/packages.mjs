/** @file Which packages the code imports that runs in a browser, its tests included. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Tests that run in Node, and what only they use. */
const OF_NODE = /(?<!\.(browser|parity))\.test\.tsx?$|\.d\.ts$/;

/**
 * @param {string} root
 * @param {readonly string[]} folders
 * @returns {string[]} as imports name them, `hyparquet/src/column.js` too; without those that are types alone
 */
export function browserPackages(root, folders) {
  /** @type {Set<string>} */
  const packages = new Set();
  for (const folder of folders)
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(name) || OF_NODE.test(name)) continue;
      const text = readFileSync(join(root, folder, name), 'utf8');
      // Type imports leave no trace in what a browser runs.
      const run = text.replace(/^(import|export) type [\s\S]*?;$/gm, '');
      for (const { fileName } of ts.preProcessFile(run, true, true).importedFiles)
        if (/^[@\w]/.test(fileName) && !/^node:|^vitest|\?/.test(fileName)) packages.add(fileName);
    }
  return [...packages].sort();
}
