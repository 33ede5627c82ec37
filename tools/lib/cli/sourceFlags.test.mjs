import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readFlags } from './flags.mjs';
import { readSources, SOURCE_FLAGS } from './sourceFlags.mjs';

const root = mkdtempSync(join(tmpdir(), 'sources-'));
afterAll(() => rmSync(root, { recursive: true }));

/** @param {string} name @param {string[]} files */
function folder(name, files) {
  const path = join(root, name);
  mkdirSync(path, { recursive: true });
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

const MODEL = ['config.json', 'model.safetensors', 'tokenizer.json'];
const ADAPTER = ['adapter_config.json', 'adapter_model.safetensors'];
/** @param {string} path */
const adapterOf = (path) => readSources(readFlags(['--adapter', path], SOURCE_FLAGS)).adapters[0];
/** @param {string} name @param {readonly string[]} paths */
const whole = (name, paths) => paths.map((path) => join(root, name, path));

describe('a folder that holds the model further down', () => {
  test('a Trainer’s only checkpoint is the model', () => {
    folder('trainer/checkpoint-500', [...MODEL, 'optimizer.pt', 'trainer_state.json']);
    folder('trainer', ['training_args.bin']);
    expect(modelOf(join(root, 'trainer'))).toMatchObject({ folder: 'checkpoint-500' });
  });
  test('of a Trainer’s final model and its checkpoints the final one is', () => {
    folder('both/checkpoint-500', MODEL);
    folder('both', MODEL);
    expect(modelOf(join(root, 'both'))).toEqual({ folder: 'both', paths: whole('both', MODEL) });
  });
  test('of several checkpoints it asks for one', () => {
    for (const step of [500, 1000]) folder(`several/checkpoint-${step}`, MODEL);
    expect(() => modelOf(join(root, 'several'))).toThrow(
      /several: checkpoint-1000, checkpoint-500; name one/,
    );
  });
  test.each(['', 'models--me--mini', 'models--me--mini/snapshots/0123abcd'])(
    'a hub’s cache, named at /%s, is called by its repository',
    (named) => {
      const path = join(root, 'cache', 'models--me--mini');
      const snapshot = join(path, 'snapshots', '0123abcd');
      rmSync(join(root, 'cache'), { recursive: true, force: true });
      mkdirSync(snapshot, { recursive: true });
      folder('cache/models--me--mini/blobs', ['b0', 'b1', 'b2']);
      for (const [at, name] of MODEL.entries()) symlinkSync(`../../blobs/b${at}`, join(snapshot, name));
      // A folder that contains itself by a link does no harm.
      symlinkSync('..', join(path, 'circle'));
      const paths = MODEL.map((name) => join(snapshot, name));
      expect(modelOf(join(root, 'cache', named))).toEqual({ folder: 'me--mini', paths });
    },
  );
});

test('a folder of another kind is told for what it is', () => {
  expect(() => modelOf(folder('pickle', ['config.json', 'pytorch_model.bin', 'tokenizer.json']))).toThrow(
    /lacks model\.safetensors \(pytorch_model\.bin is a pickle/,
  );
  expect(() => modelOf(folder('peft', [...ADAPTER, 'tokenizer.json']))).toThrow(
    /holds a PEFT adapter, not a model; name it as --adapter/,
  );
});

describe('an adapter', () => {
  test('may lie in a folder of its own name, or be numbered by a browser', () => {
    folder('named/sentiment', ADAPTER);
    expect(adapterOf(join(root, 'named'))).toEqual({
      folder: 'sentiment',
      paths: whole('named/sentiment', ADAPTER),
    });
    const numbered = ['adapter_config (1).json', 'adapter_model (1).safetensors'];
    expect(adapterOf(folder('numbered', numbered))?.paths).toEqual(whole('numbered', numbered));
  });
  test('may be a zip, or a folder with a zip', () => {
    const path = folder('zipped', ['mine.zip', 'README.md']);
    const paths = whole('zipped', ['mine.zip']);
    expect(adapterOf(join(path, 'mine.zip'))).toEqual({ folder: 'mine', paths });
    expect(adapterOf(path)).toEqual({ folder: 'zipped', paths });
  });
  test.each([
    ['only-config', ['adapter_config.json'], /lacks adapter_model\.safetensors/],
    ['only-weights', ['adapter_model.safetensors'], /lacks adapter_config\.json/],
    ['empty', [], /lacks adapter_config\.json/],
    ['two-zips', ['a.zip', 'b.zip'], /lacks adapter_config\.json/],
  ])('in the folder %s is refused', (name, files, message) => {
    expect(() => adapterOf(folder(`adapters/${name}`, files))).toThrow(message);
  });
  test('in an archive of another kind is refused with the remedy', () => {
    const path = folder('archives', ['mine.tar.gz']);
    expect(() => adapterOf(join(path, 'mine.tar.gz'))).toThrow(/neither a folder nor a zip; unpack it/);
  });
});
