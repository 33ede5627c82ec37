/** @file Which of the files that a person picked or dropped are a model, and what it is called. */
import { LabError } from '../../src/errors';
import { shownName } from '../../src/shown';
import { fingerprint } from '../../src/sources/fingerprint';

export interface PickedModel {
  readonly name: string;
  readonly files: readonly File[];
}

/** Any of these is a tokenizer. */
const TOKENIZERS = [['tokenizer.json'], ['vocab.txt'], ['vocab.json', 'merges.txt']];

/** What the lab reads of a model's folder. */
const READ = /\.(safetensors|json|txt)$/i;

/**
 * The folder's own files: those of folders within it (such as a sentence transformer's `1_Pooling/config.json`, or a
 * Trainer's checkpoints) have the same names and mean something else. What macOS adds to folders is left out.
 * @param picked each with its path in `webkitRelativePath`, if a folder was picked
 * @throws LabError if that is no model
 */
export function pickedModel(picked: readonly File[]): PickedModel {
  const paths = picked
    .filter((file) => !file.name.startsWith('._'))
    .map((file) => ({ file, path: file.webkitRelativePath.split('/') }))
    .filter(({ path }) => !path.includes('__MACOSX'));
  const depth = Math.min(...paths.map(({ path }) => path.length));
  const own = paths.filter(({ file, path }) => path.length === depth && READ.test(file.name));
  const files = own.map(({ file }) => file);
  const folders = [...new Set(own.map(({ path }) => path.slice(0, -1).join('/')))];
  if (folders.length > 1)
    throw new LabError(
      `The folder holds several: ${folders
        .slice(0, 4)
        .map((folder) => shownName(folder.split('/').at(-1) ?? ''))
        .join(', ')}${folders.length > 4 ? ', …' : ''}.`,
      'Choose the one of them that is the model.',
    );
  const folder = paths.find(({ path }) => path.length === depth)?.path.at(-2);
  const weights = files.filter(({ name }) => name.endsWith('.safetensors'));
  const has = (name: string): boolean => files.some((file) => file.name === name);
  const missing = has('config.json') ? [] : ['config.json'];
  if (!TOKENIZERS.some((names) => names.every(has)))
    missing.push('tokenizer.json (or vocab.txt, or vocab.json with merges.txt)');
  if (weights.length === 0) missing.push('model.safetensors');
  if (missing.length > 0)
    throw new LabError(
      `${folder === undefined ? 'The files' : `The folder ${folder}`} lack ${missing.join(' and ')}.`,
      'Choose a folder with config.json, tokenizer.json and model.safetensors, as Transformers’ save_pretrained writes it.',
    );
  return { name: folder ?? 'model', files };
}

/** An id that no other files have: what is loaded and shown goes by it, and another folder of the same name is another model. */
export function freeId(
  id: string,
  files: readonly File[],
  taken: ReadonlyMap<string, readonly File[]>,
): string {
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? id : `${id}-${i}`;
    const others = taken.get(candidate);
    if (!others || fingerprint(others) === fingerprint(files)) return candidate;
  }
}
