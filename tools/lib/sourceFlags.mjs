/** @file The flags that name a model, data and adapters of this device, checked before anything is started. Node built-ins only. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { UsageError } from './flags.mjs';

/** Any of these is a tokenizer, as app/sources/modelFolder.ts has it. */
const TOKENIZERS = [['tokenizer.json'], ['vocab.txt'], ['vocab.json', 'merges.txt']];
/** What the page reads of a model's folder. */
const MODEL_FILES = /\.(safetensors|json|txt)$/i;
const ADAPTER_FILES = /^adapter_(config\.json|model\.(safetensors|bin))$/;

export const SOURCE_FLAGS = {
  values: ['model', 'train', 'validation', 'hub'],
  switches: ['evaluate-only'],
  lists: ['adapter'],
};

/** @typedef {{ folder: string, paths: string[] }} LocalFolder its last name, and the whole paths of files in it */

/**
 * @typedef {object} Sources
 * @property {string | LocalFolder | null} model a string is an id
 * @property {string | null} train
 * @property {string | null} validation
 * @property {LocalFolder[]} adapters
 * @property {boolean} evaluateOnly
 * @property {string | null} hub
 */

/**
 * @param {ReturnType<typeof import('./flags.mjs').readFlags>} flags
 * @returns {Sources}
 */
export function readSources({ values, switches, lists }) {
  const model = values.get('model') ?? null;
  const train = fileAt('train', values.get('train'));
  const validation = fileAt('validation', values.get('validation'));
  if (validation !== null && train === null)
    throw new UsageError('--validation is the file that --train is measured on: give --train too');
  const adapters = (lists.get('adapter') ?? []).map(adapterAt);
  const evaluateOnly = switches.has('evaluate-only');
  if (evaluateOnly && adapters.length === 0)
    throw new UsageError('--evaluate-only measures an adapter: give --adapter too');
  return {
    model: model === null ? null : modelAt(model),
    train,
    validation,
    adapters,
    evaluateOnly,
    hub: values.get('hub') ?? null,
  };
}

/** @param {string} flag @param {string | undefined} path @returns {string | null} */
function fileAt(flag, path) {
  if (path === undefined) return null;
  if (!existsSync(path)) throw new UsageError(`--${flag}: there is no file ${path}; correct the path`);
  if (!statSync(path).isFile())
    throw new UsageError(
      `--${flag}: ${path} is a folder; name the CSV, TSV, JSON lines or Parquet file in it`,
    );
  return resolve(path);
}

/** @param {string} text a folder, or a name @returns {string | LocalFolder} */
function modelAt(text) {
  if (!existsSync(text)) {
    // A hub's names have one slash at most, and begin with neither dot, tilde nor slash.
    if (/^[./~]|\\|\/.*\/|\/$/.test(text.replace(/@.*$/, '')))
      throw new UsageError(`--model: there is no folder ${text}; correct the path, or give a hub's name`);
    return text;
  }
  const model = folderAt('model', text, MODEL_FILES);
  const names = model.paths.map((path) => basename(path));
  const missing = names.includes('config.json') ? [] : ['config.json'];
  if (!TOKENIZERS.some((files) => files.every((name) => names.includes(name))))
    missing.push('tokenizer.json');
  if (!names.some((name) => name.endsWith('.safetensors'))) missing.push('model.safetensors');
  if (missing.length > 0)
    throw new UsageError(
      `--model: the folder ${text} lacks ${missing.join(' and ')}; name one that save_pretrained of Transformers wrote`,
    );
  return model;
}

/** @param {string} text @returns {LocalFolder} */
function adapterAt(text) {
  if (!existsSync(text)) throw new UsageError(`--adapter: there is no folder ${text}; correct the path`);
  const adapter = folderAt('adapter', text, ADAPTER_FILES);
  for (const name of ['adapter_config.json', 'adapter_model.'])
    if (!adapter.paths.some((path) => basename(path).startsWith(name)))
      throw new UsageError(
        `--adapter: the folder ${text} lacks ${name.replace(/\.$/, '.safetensors')}; name one that save_pretrained of PEFT wrote`,
      );
  return adapter;
}

/** @param {string} flag @param {string} path @param {RegExp} wanted @returns {LocalFolder} */
function folderAt(flag, path, wanted) {
  if (!statSync(path).isDirectory()) throw new UsageError(`--${flag}: ${path} is no folder; name its folder`);
  const folder = resolve(path);
  const paths = readdirSync(folder)
    // macOS puts a file of its own beside each on foreign disks, under the same name with ._ before it.
    .filter((name) => wanted.test(name) && !name.startsWith('._'))
    .map((name) => join(folder, name))
    // Not of the entry itself: the files of a hub's cache are links.
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  return { folder: basename(folder), paths };
}
