import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readFlags } from './flags.mjs';
import { readSources, SOURCE_FLAGS } from './sourceFlags.mjs';

const root = mkdtempSync(join(tmpdir(), 'sources-'));
afterAll(() => rmSync(root, { recursive: true }));

/** @param {string} name @param {string[]} files */
function folder(name, files) {
  const path = join(root, name);
  mkdirSync(path);
  for (const file of files) writeFileSync(join(path, file), '');
  return path;
}
/** @param {string} path */
const modelOf = (path) => readSources(readFlags(['--model', path], SOURCE_FLAGS)).model;

test.each([
  ['json', ['tokenizer.json']],
  ['words', ['added_tokens.json', 'vocab.txt']],
  ['bytes', ['merges.txt', 'vocab.json']],
])('a model’s folder may have its tokenizer as %s', (name, tokenizer) => {
  const files = [...tokenizer, 'config.json', 'model.safetensors'];
  const path = folder(name, [...files, '._model.safetensors']);
  const model = modelOf(path);
  expect(model).toHaveProperty('folder', name);
  const paths = typeof model === 'object' && model !== null ? model.paths : [];
  expect(paths.map((file) => basename(file)).sort()).toEqual([...files].sort());
});

test('a folder with half a tokenizer is refused', () => {
  const path = folder('half', ['vocab.json', 'config.json', 'model.safetensors']);
  expect(() => modelOf(path)).toThrow(/lacks tokenizer\.json/);
});
