/** @file Which of the files that a person picked, or of a zip's entries, are the adapter: those of the shallowest folder. */
import { LabError } from '../../errors';
import { shownName } from '../../shown';
import { unpackZip, type ZipEntry, zipEntries } from './adapterZip';

const CONFIG = 'adapter_config.json';
const NAMES: readonly string[] = [CONFIG, 'adapter_model.safetensors', 'adapter_model.bin'];

/** The adapter's files, and what to call it. */
export interface PickedAdapter {
  readonly files: File[];
  /** Of the folder or the zip, at most 40 characters. */
  readonly name: string;
}

/**
 * @param picked files, a folder's files with `webkitRelativePath`, or one zip
 * @throws LabError if a zip cannot be read, or if several folders could be meant
 */
export async function adapterFiles(picked: readonly File[]): Promise<PickedAdapter> {
  const [first] = picked;
  if (first && picked.length === 1 && first.name.toLowerCase().endsWith('.zip')) {
    const bytes = new Uint8Array(await first.arrayBuffer());
    const chosen = shallowest(zipEntries(bytes, first.name, isAdapterFile), first.name);
    const files = unpackZip(bytes, first.name, chosen).map(
      ([path, content]) => new File([content], baseOf(path)),
    );
    return { files, name: first.name.replace(/\.zip$/i, '').slice(0, 40) };
  }
  const entries = picked.map((file) => ({ file, path: file.webkitRelativePath || file.name }));
  const chosen = shallowest(
    entries.filter(({ path }) => isAdapterFile(path)),
    'The folder',
  );
  const folder = partsOf(chosen[0]?.path ?? entries[0]?.path ?? '').at(-2);
  return { files: chosen.map(({ file }) => file), name: (folder ?? 'adapter').slice(0, 40) };
}

/** Windows PowerShell 5 writes paths with back slashes. */
const partsOf = (path: string): string[] => path.split(/[\\/]/);
const baseOf = (path: string): string => partsOf(path).at(-1) ?? '';
const folderOf = (path: string): string => partsOf(path).slice(0, -1).join('/');

function isAdapterFile(path: string): boolean {
  return NAMES.includes(baseOf(path)) && !partsOf(path).includes('__MACOSX');
}

/**
 * A Trainer's checkpoints lie in folders below the final adapter and have the same names.
 * @param what holds the entries, for messages
 * @throws LabError if folders of the same depth hold an adapter each, or an entry is there twice
 */
function shallowest<T extends Pick<ZipEntry, 'path'>>(entries: readonly T[], what: string): T[] {
  const configs = entries.filter(({ path }) => baseOf(path) === CONFIG);
  const considered = configs.length > 0 ? configs : entries;
  const depth = Math.min(...considered.map(({ path }) => partsOf(path).length));
  const folders = considered
    .filter(({ path }) => partsOf(path).length === depth)
    .map(({ path }) => folderOf(path));
  const [folder] = folders;
  const different = [...new Set(folders)];
  const shown = different.slice(0, 4).map((one) => shownName(one === '' ? '.' : one));
  if (different.length > 1)
    throw new LabError(
      `${what} holds several adapters: ${shown.join(', ')}${different.length > 4 ? ', …' : ''}.`,
      'Pick the adapter_config.json and adapter_model.safetensors of one of them.',
    );
  const chosen = entries.filter(({ path }) => folderOf(path) === folder);
  const names = chosen.map(({ path }) => baseOf(path));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new LabError(`${what} holds ${twice} twice.`, 'Pack or pick the adapter’s files once each.');
  return chosen;
}
