/** @file Finds the adapter among the files that a person picked, or among a zip's entries: it is in the shallowest folder. */
import { LabError } from '../../base/errors';
import { shownName } from '../../base/shown';
import { unpackZip, type ZipEntry, zipEntries } from './adapterZip';

const CONFIG = 'adapter_config.json';
/** The names of an adapter's files; a browser adds a number to a second download: `adapter_config (1).json`. */
const FILE =
  /^(adapter_config)(?:[ -]?\(?\d+\)?)?(\.json)$|^(adapter_model)(?:[ -]?\(?\d+\)?)?(\.(?:safetensors|bin))$/;
const ZIP = /\.zip$/i;
const OTHER_ARCHIVE = /\.(?:tar|t?gz|bz2|xz|zst|7z|rar)$/i;

/** The adapter's files, and what to call it. */
export interface PickedAdapter {
  readonly files: File[];
  /** The folder's or the zip's name, at most 40 characters. */
  readonly name: string;
}

/**
 * @param picked files, a folder's files with `webkitRelativePath`, or one zip
 * @throws LabError if a zip cannot be read, or if several folders could be meant
 */
export async function adapterFiles(picked: readonly File[]): Promise<PickedAdapter> {
  if (!picked.some(({ name }) => isAdapterFile(name))) {
    const [zip, ...others] = picked.filter(({ name }) => ZIP.test(name));
    if (zip && others.length === 0) return fromZip(zip);
    const archive = picked.find(({ name }) => OTHER_ARCHIVE.test(name));
    if (archive) throw new LabError(`${archive.name} is an archive that the lab does not unpack.`, UNPACK);
  }
  const entries = picked.map((file) => ({ file, path: file.webkitRelativePath || file.name }));
  const chosen = shallowest(
    entries.filter(({ path }) => isAdapterFile(path)),
    'The folder',
  );
  const folder = partsOf(chosen[0]?.path ?? entries[0]?.path ?? '').at(-2);
  return {
    files: chosen.map(({ file, path }) => renamed(file, baseOf(path))),
    name: (folder ?? 'adapter').slice(0, 40),
  };
}

const UNPACK = `Unpack it, and pick ${CONFIG} and adapter_model.safetensors or a zip of the two.`;

/** @throws as adapterFiles does */
async function fromZip(zip: File): Promise<PickedAdapter> {
  const bytes = new Uint8Array(await zip.arrayBuffer());
  const entries = zipEntries(bytes, zip.name, (path) => isAdapterFile(path) || ZIP.test(path));
  const chosen = shallowest(
    entries.filter(({ path }) => isAdapterFile(path)),
    zip.name,
  );
  const within = entries.find(({ path }) => ZIP.test(path));
  if (chosen.length === 0)
    throw new LabError(
      `${zip.name} holds no ${CONFIG}${within ? `, but the zip ${shownName(baseOf(within.path))}` : ''}.`,
      within ? 'Unpack it, and pick the zip within.' : UNPACK,
    );
  const files = unpackZip(bytes, zip.name, chosen).map(
    ([path, content]) => new File([content], baseOf(path)),
  );
  return { files, name: zip.name.replace(ZIP, '').slice(0, 40) };
}

const renamed = (file: File, name: string): File =>
  file.name === name ? file : new File([file], name, { lastModified: file.lastModified });

/** Windows PowerShell 5 writes paths with backslashes. */
const partsOf = (path: string): string[] => path.split(/[\\/]/);
/** The name that PEFT gave an adapter's file; any other file keeps its own name. */
const baseOf = (path: string): string => {
  const base = partsOf(path).at(-1) ?? '';
  const [, ...parts] = FILE.exec(base) ?? [];
  return parts.length === 0 ? base : parts.join('');
};
const folderOf = (path: string): string => partsOf(path).slice(0, -1).join('/');

function isAdapterFile(path: string): boolean {
  return FILE.test(partsOf(path).at(-1) ?? '') && !partsOf(path).includes('__MACOSX');
}

/**
 * The entries of the shallowest folder that holds an adapter: the Trainer saves checkpoints under the same names in
 * folders below the final adapter's.
 * @param what holds the entries, for messages
 * @throws LabError if folders of the same depth hold an adapter each, or an entry occurs twice
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
  const own = entries.filter(({ path }) => folderOf(path) === folder);
  // Numbered files beside files without a number belong to another download.
  const exact = own.filter(({ path }) => partsOf(path).at(-1) === baseOf(path));
  const chosen = exact.length > 0 ? exact : own;
  const names = chosen.map(({ path }) => baseOf(path));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new LabError(`${what} holds ${twice} twice.`, 'Pack or pick the adapter’s files once each.');
  return chosen;
}
