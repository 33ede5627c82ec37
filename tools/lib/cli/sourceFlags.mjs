/** @file The flags that name a model, data and adapters of this device, checked before anything is started. Node built-ins only. */
import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { UsageError } from './flags.mjs';
import { filesIn, folderName, folderWith } from './localFolders.mjs';

/** Any of these files is a tokenizer, as in app/sources/modelFolder.ts. */
const TOKENIZERS = [['tokenizer.json'], ['vocab.txt'], ['vocab.json', 'merges.txt']];
/** Files that the page reads from a model's folder. */
const MODEL_FILES = /\.(safetensors|json|txt)$/i;
/** Weights that mark a folder as a model, whether the lab reads them or not. Trainers write other .bin and .pt files too. */
const WEIGHTS = /\.safetensors$|^(pytorch_|tf_|flax_)?model.*\.(bin|pt|pth|h5|msgpack)$/i;
/** A name may have the number that a browser puts behind it at a second download. */
const ADAPTER_FILES = /^adapter_(config|model)[ -]?\(?\d*\)?\.(json|safetensors|bin)$/;
const ZIP = /\.zip$/i;

export const SOURCE_FLAGS = {
  values: ['model', 'train', 'validation', 'hub'],
  switches: ['evaluate-only'],
  lists: ['adapter'],
};

/** @typedef {{ folder: string, paths: string[] }} LocalFolder what to call it, and the whole paths of files in it */

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
    // A hub's names have one slash at most, and begin with none of dot, tilde and slash.
    if (/^[./~]|\\|\/.*\/|\/$/.test(text.replace(/@.*$/, '')))
      throw new UsageError(`--model: there is no folder ${text}; correct the path, or give a hub's name`);
    return text;
  }
  mustBeFolder('model', text);
  const isModel = (/** @type {string[]} */ names) =>
    names.includes('config.json') && names.some((name) => WEIGHTS.test(name));
  const folder = folderWith('model', text, isModel);
  const names = filesIn(folder);
  refuseAdapter(text, names);
  const missing = names.includes('config.json') ? [] : ['config.json'];
  if (!TOKENIZERS.some((files) => files.every((name) => names.includes(name))))
    missing.push('tokenizer.json');
  const pickle = names.find((name) => WEIGHTS.test(name) && /\.(bin|pt|pth)$/i.test(name));
  if (!names.some((name) => name.endsWith('.safetensors')))
    missing.push(
      `model.safetensors${pickle === undefined ? '' : ` (${pickle} is a pickle, which can run any program when it is read)`}`,
    );
  if (missing.length > 0)
    throw new UsageError(
      `--model: the folder ${text} lacks ${missing.join(' and ')}; name one that save_pretrained of Transformers wrote`,
    );
  return {
    folder: folderName(folder),
    paths: names.filter((name) => MODEL_FILES.test(name)).map((name) => join(folder, name)),
  };
}

/** @param {string} text @param {string[]} names of the folder's files */
function refuseAdapter(text, names) {
  if (names.includes('adapter_config.json') && !names.includes('config.json'))
    throw new UsageError(
      `--model: the folder ${text} holds a PEFT adapter, not a model; name it as --adapter, and its base model as --model`,
    );
}

/** @param {string} text a folder, or a zip @returns {LocalFolder} */
function adapterAt(text) {
  if (!existsSync(text)) throw new UsageError(`--adapter: there is no folder ${text}; correct the path`);
  if (ZIP.test(text) && statSync(text).isFile())
    return { folder: basename(text).replace(ZIP, ''), paths: [resolve(text)] };
  if (!statSync(text).isDirectory())
    throw new UsageError(`--adapter: ${text} is neither a folder nor a zip; unpack it and name its folder`);
  const has = (/** @type {string[]} */ names, /** @type {string} */ start) =>
    names.some((name) => ADAPTER_FILES.test(name) && name.startsWith(start));
  const folder = folderWith('adapter', text, (names) => has(names, 'adapter_config'));
  const names = filesIn(folder);
  const [zip, ...zips] = names.filter((name) => ZIP.test(name));
  if (zip !== undefined && zips.length === 0 && !has(names, 'adapter_'))
    return { folder: folderName(folder), paths: [join(folder, zip)] };
  for (const start of ['adapter_config', 'adapter_model'])
    if (!has(names, start))
      throw new UsageError(
        `--adapter: the folder ${text} lacks ${start}.${start === 'adapter_config' ? 'json' : 'safetensors'}; name one that save_pretrained of PEFT wrote`,
      );
  return {
    folder: folderName(folder),
    paths: names.filter((name) => ADAPTER_FILES.test(name)).map((name) => join(folder, name)),
  };
}

/** @param {string} flag @param {string} path */
function mustBeFolder(flag, path) {
  if (!statSync(path).isDirectory()) throw new UsageError(`--${flag}: ${path} is no folder; name its folder`);
}
