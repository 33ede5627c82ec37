/** @file Prints, as JSON, the folders of node_modules whose code ends in the page, its worker or its style sheets. */
import { relative, sep } from 'node:path';
import { build } from 'vite';
import { ROOT } from '../lib/process.mjs';

/** @type {Set<string>} */
const folders = new Set();

/** @param {string} id of a module */
function note(id) {
  const [, folder] = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id.replace(/^\0/, '')) ?? [];
  if (folder !== undefined) folders.add(relative(ROOT, folder).split(sep).join('/'));
}

/** @returns {import('vite').Plugin} */
const collector = () => ({
  name: 'lora-lab:built-packages',
  generateBundle(_, bundle) {
    for (const output of Object.values(bundle))
      if (output.type === 'chunk') output.moduleIds.forEach(note);
      else output.originalFileNames.forEach(note);
  },
});

await build({
  root: ROOT,
  logLevel: 'error',
  plugins: [collector()],
  worker: { plugins: () => [collector()] },
  build: { write: false },
});
console.log(JSON.stringify([...folders].sort()));
