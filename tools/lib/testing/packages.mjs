/** @file Which packages the code imports that runs in a browser, its tests included. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsIn } from '../../lint/importsIn.mjs';

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
      for (const source of importsIn(name, text, { types: false }))
        if (/^[@\w]/.test(source) && !/^node:|^vitest|\?/.test(source)) packages.add(source);
    }
  return [...packages].sort();
}
