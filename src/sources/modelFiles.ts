/** @file Access to a model's files, whether they ship with the lab, are on a hub, or are on this device. */
import { LabError } from '../base/errors';
import { parseFileJson } from '../base/fileJson';
import type { FileOptions } from './hub/hubRepository';
import { INDEX_FILE, isShard } from './shards';
import { fetchBlob } from './fetchFile';

/** A hub's repository has the same methods. */
export interface ModelFiles {
  /** The commit of the files; null if they are not versioned. */
  readonly commit: string | null;
  readonly names: readonly string[];
  has(file: string): boolean;
  /** Bytes; null if they are not known before the file is loaded. */
  sizeOf(file: string): number | null;
  /** @throws LabError if the file cannot be loaded; the signal's reason if it aborts */
  blob(file: string, options: FileOptions): Promise<Blob>;
}

/** @throws as `blob` does; LabError if the file is not JSON */
export async function readJson(files: ModelFiles, file: string, options: FileOptions): Promise<unknown> {
  return parseFileJson(await (await files.blob(file, options)).text(), file);
}

const EMBEDDED_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'];

/** The files of a model that ships with the lab. @param folder the folder's address, ending in a slash */
export function embeddedFiles(folder: string): ModelFiles {
  return {
    commit: null,
    names: EMBEDDED_FILES,
    has: (file) => EMBEDDED_FILES.includes(file),
    sizeOf: () => null,
    blob: (file, { signal, onProgress }) =>
      fetchBlob(folder + file, {
        signal,
        onProgress: (received, total) => onProgress(received, total ?? received),
      }),
  };
}

/**
 * Files that the person picked. A single weights file may have any name.
 * @param name the model's name, for messages
 */
export function localFiles(name: string, picked: readonly File[]): ModelFiles {
  const files = new Map(picked.map((file) => [file.name, file]));
  const weights = picked.filter((file) => file.name.endsWith('.safetensors'));
  const [only] = weights;
  if (only && weights.length === 1 && !isShard(only.name) && !files.has(INDEX_FILE))
    files.set('model.safetensors', only);
  return {
    commit: null,
    names: [...files.keys()],
    has: (file) => files.has(file),
    sizeOf: (file) => files.get(file)?.size ?? null,
    blob(file) {
      const blob = files.get(file);
      if (blob) return Promise.resolve(blob);
      return Promise.reject(
        new LabError(
          `The folder of ${name} has no file ${file}.`,
          'Choose a folder with config.json, tokenizer.json and model.safetensors.',
        ),
      );
    },
  };
}
