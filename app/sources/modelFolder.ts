/** @file Which of the files that a person picked or dropped are a model, and what it is called. */
import { LabError } from '../../src/errors';
import { fingerprint } from '../../src/sources/fingerprint';

export interface PickedModel {
  readonly name: string;
  readonly files: readonly File[];
}

/** What the lab reads of a model's folder. */
const READ = /\.(safetensors|json|txt)$/i;

/**
 * The folder's own files: those of folders within it (such as a sentence transformer's `1_Pooling/config.json`) have the
 * same names and mean something else.
 * @param picked each with its path in `webkitRelativePath`, if a folder was picked
 * @throws LabError if that is no model
 */
export function pickedModel(picked: readonly File[]): PickedModel {
  const paths = picked.map((file) => ({ file, path: file.webkitRelativePath.split('/') }));
  const depth = Math.min(...paths.map(({ path }) => path.length));
  const files = paths
    .filter(({ file, path }) => path.length === depth && READ.test(file.name))
    .map(({ file }) => file);
  const folder = paths.find(({ path }) => path.length === depth)?.path.at(-2);
  const weights = files.filter(({ name }) => name.endsWith('.safetensors'));
  const missing = ['config.json', 'tokenizer.json'].filter(
    (name) => !files.some((file) => file.name === name),
  );
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
