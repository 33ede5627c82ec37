/** @file Finds the model among the files that a person picked or dropped, and gives it a name. */
import { LabError } from '../../src/base/errors';
import { shownName } from '../../src/base/shown';
import { fingerprint } from '../../src/sources/fingerprint';

export interface PickedModel {
  readonly name: string;
  readonly files: readonly File[];
}

/** Sets of files, each of which is a tokenizer. */
const TOKENIZERS = [['tokenizer.json'], ['vocab.txt'], ['vocab.json', 'merges.txt']];

/** The files that the lab reads from a model's folder. */
const READ = /\.(safetensors|json|txt)$/i;

/** Weights files, which make a folder a model's, whether the lab reads them or not. Trainers also write other .bin and .pt files. */
const WEIGHTS = /\.safetensors$|^(pytorch_|tf_|flax_)?model.*\.(bin|pt|pth|h5|msgpack)$/i;

interface PickedFile {
  readonly file: File;
  /** The folders from the picked one on, and then the file's name. */
  readonly path: readonly string[];
}

/**
 * Takes the shallowest folder that holds a config.json and weights, such as a Trainer's only checkpoint, and only the
 * files directly in it: those of folders within it (such as a sentence transformer's `1_Pooling/config.json`) have the
 * same names and mean something else. Files that macOS adds to folders are left out.
 * @param picked each file with its path in `webkitRelativePath`, if a folder was picked
 * @throws LabError if the files are not a model
 */
export function pickedModel(picked: readonly File[]): PickedModel {
  const all = picked
    .filter((file) => !file.name.startsWith('._'))
    .map((file) => ({ file, path: file.webkitRelativePath.split('/') }))
    .filter(({ path }) => !path.includes('__MACOSX'));
  const own = modelFolder(all);
  const path = own[0]?.path ?? [];
  const files = own.filter(({ file }) => READ.test(file.name)).map(({ file }) => file);
  refuseIncomplete(own, files, path.at(-2));
  return { name: nameOf(path) ?? 'model', files };
}

const folderOf = ({ path }: PickedFile): string => path.slice(0, -1).join('/');

/** The files of the folder that is a model, or of the shallowest folder if none is. @throws LabError if several are */
function modelFolder(all: readonly PickedFile[]): PickedFile[] {
  const weighty = new Set(all.filter(({ file }) => WEIGHTS.test(file.name)).map(folderOf));
  const configs = all.filter((each) => each.file.name === 'config.json' && weighty.has(folderOf(each)));
  const considered = configs.length > 0 ? configs : all;
  const depth = Math.min(...considered.map(({ path }) => path.length));
  const folders = [...new Set(considered.filter(({ path }) => path.length === depth).map(folderOf))];
  if (folders.length > 1)
    throw new LabError(
      `The folder holds several: ${folders
        .slice(0, 4)
        .map((folder) => shownName(folder.split('/').at(-1) ?? ''))
        .join(', ')}${folders.length > 4 ? ', …' : ''}.`,
      'Choose the one of them that is the model.',
    );
  return all.filter((each) => folderOf(each) === folders[0]);
}

/** @param own all files of the folder @param files those of them that the lab reads */
function refuseIncomplete(
  own: readonly PickedFile[],
  files: readonly File[],
  folder: string | undefined,
): void {
  const has = (name: string): boolean => files.some((file) => file.name === name);
  if (has('adapter_config.json') && !has('config.json'))
    throw new LabError(
      `${folder === undefined ? 'These files are' : `The folder ${folder} is`} a PEFT adapter, not a model.`,
      'Choose the model that it was trained on, and add the adapter as a scenario.',
    );
  const missing = has('config.json') ? [] : ['config.json'];
  if (!TOKENIZERS.some((names) => names.every(has)))
    missing.push('tokenizer.json (or vocab.txt, or vocab.json with merges.txt)');
  if (!files.some(({ name }) => name.endsWith('.safetensors'))) {
    const pickle = own.find(({ file }) => WEIGHTS.test(file.name) && /\.(bin|pt|pth)$/i.test(file.name));
    const why = pickle ? ` (${pickle.file.name} is a pickle, which can run any program when it is read)` : '';
    missing.push(`model.safetensors${why}`);
  }
  if (missing.length > 0)
    throw new LabError(
      `${folder === undefined ? 'The files' : `The folder ${folder}`} lack ${missing.join(' and ')}.`,
      'Choose a folder with config.json, tokenizer.json and model.safetensors, as Transformers’ save_pretrained writes it.',
    );
}

/** In a hub's cache a folder is named after its repository, not after the commit. */
function nameOf(path: readonly string[]): string | undefined {
  const [repository, parent] = path.slice(-4, -2);
  if (parent === 'snapshots' && repository?.startsWith('models--'))
    return repository.slice('models--'.length);
  return path.at(-2);
}

/**
 * An id that no other files have. It identifies what is loaded and shown, and another folder of the same name is
 * another model.
 */
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
