/** @file Which file reads which, and what was linted already. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { closure, dependenciesOf, reversed } from './dependencies.mjs';
import { fingerprints, readClean, staleFiles, writeClean } from './lintRecord.mjs';

const root = mkdtempSync(join(tmpdir(), 'lab-dependencies-'));
afterAll(() => rmSync(root, { recursive: true }));

const TEXTS = {
  'app/main.tsx': "import { start } from '../workers/client';\nvoid import('./lazy');\nstart();\n",
  'app/lazy.ts': "import type { Kind } from '../src/kind';\nexport const kind: Kind = 1;\n",
  'workers/client.ts': "export const start = () => new URL('./trainer.worker.ts', import.meta.url);\n",
  'workers/trainer.worker.ts': "import data from './data.json';\nvoid data;\n",
  'workers/data.json': '{}',
  'src/kind.ts': 'export type Kind = number;\n',
  'src/apart.ts': 'export const apart = 1;\n',
  'tools/start.mjs': 'export const here = 1;\n',
  'playwright.config.ts': 'export default { command: `node tools/start.mjs --port 1` };\n',
};
const FILES = Object.keys(TEXTS);
for (const [file, text] of Object.entries(TEXTS)) {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

it('finds imports of every kind, scripts of workers, and programs that are named', () => {
  expect(Object.fromEntries(dependenciesOf(root, FILES))).toEqual({
    'app/main.tsx': ['workers/client.ts', 'app/lazy.ts'],
    'app/lazy.ts': ['src/kind.ts'],
    'workers/client.ts': ['workers/trainer.worker.ts'],
    'workers/trainer.worker.ts': ['workers/data.json'],
    'src/kind.ts': [],
    'src/apart.ts': [],
    'tools/start.mjs': [],
    'playwright.config.ts': ['tools/start.mjs'],
  });
});

it('follows them both ways', () => {
  const dependencies = dependenciesOf(root, FILES);
  expect([...closure(dependencies, ['app/main.tsx'])].sort()).toEqual([
    'app/lazy.ts',
    'app/main.tsx',
    'src/kind.ts',
    'workers/client.ts',
    'workers/data.json',
    'workers/trainer.worker.ts',
  ]);
  expect([...closure(reversed(dependencies), ['src/kind.ts'])]).toEqual([
    'src/kind.ts',
    'app/lazy.ts',
    'app/main.tsx',
  ]);
});

it('lints again what has changed and whatever imports it, and all where a rule has changed', () => {
  expect(readClean(root)).toEqual({});
  const before = fingerprints(root, FILES);
  expect(staleFiles(before, {})).toEqual(Object.keys(before));
  writeClean(root, before);
  expect(readClean(root)).toEqual(before);
  expect(staleFiles(fingerprints(root, FILES), before)).toEqual([]);

  writeFileSync(join(root, 'src/kind.ts'), 'export type Kind = string;\n');
  expect(staleFiles(fingerprints(root, FILES), before).sort()).toEqual([
    'app/lazy.ts',
    'app/main.tsx',
    'src/kind.ts',
  ]);
  writeFileSync(join(root, 'oxlint.config.mjs'), 'export default [];\n');
  expect(staleFiles(fingerprints(root, [...FILES, 'oxlint.config.mjs']), before)).toHaveLength(9);
});
