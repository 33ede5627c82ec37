/** @file Names of a model's weights files, whether there is one file or several. */
import { LabError } from '../base/errors';
import { shownName } from '../base/shown';

export const SINGLE_FILE = 'model.safetensors';
export const INDEX_FILE = 'model.safetensors.index.json';

/** `model-00002-of-00006.safetensors`: the second of six shards. */
const SHARD = /^([^/]+)-(\d+)-of-(\d+)\.safetensors$/;

export const isShard = (file: string): boolean => SHARD.test(file);

/**
 * The shards of a model without an index: their names say whether they are complete.
 * @returns null if there are none
 * @throws LabError naming a shard that is missing, or if there are shards of several models
 */
export function shardsOf(files: readonly string[]): readonly string[] | null {
  const shards = files.filter(isShard).sort();
  const [first] = shards;
  if (first === undefined) return null;
  const [, name, , last] = SHARD.exec(first) as unknown as [string, string, string, string];
  const count = Number(last);
  const other = shards.find(
    (file) => !file.startsWith(`${name}-`) || !file.endsWith(`-of-${last}.safetensors`),
  );
  if (other !== undefined)
    throw new LabError(
      `The model has no ${INDEX_FILE}, and ${shownName(first)} and ${shownName(other)} do not belong together.`,
      'Add the index, or leave only the files of one model in the folder.',
    );
  if (shards.length !== count) {
    const missing = shards.findIndex((file, at) => Number(SHARD.exec(file)?.[2]) !== at + 1);
    const number = String((missing < 0 ? shards.length : missing) + 1).padStart(last.length, '0');
    throw new LabError(
      `The model has ${shards.length} of ${count} weights files: ${shownName(name)}-${number}-of-${last}.safetensors is missing.`,
      'Fetch all of them.',
    );
  }
  return shards;
}
