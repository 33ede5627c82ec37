/** @file A checkpoint's files: one model.safetensors, or several with an index that says which holds what. */
import { LabError } from '../errors';
import { shownName, shownValue } from '../shown';
import type { Checkpoint } from './encoderWeights';
import { openSafetensors, type SafetensorsFile } from './safetensors';

export const SINGLE_FILE = 'model.safetensors';
export const INDEX_FILE = 'model.safetensors.index.json';

/** File name by tensor name, from `model.safetensors.index.json`. */
export type WeightMap = ReadonlyMap<string, string>;

/** @throws LabError naming what is wrong with the index */
export function parseWeightMap(index: unknown): WeightMap {
  const remedy =
    'The index is damaged: put the original back, or use a model with a single model.safetensors.';
  const map: unknown = (index as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    throw new LabError(`${INDEX_FILE} has no weight_map.`, remedy);
  const entries = Object.entries(map as Record<string, unknown>);
  for (const [name, file] of entries)
    // A bare file name: an index must not lead out of the model's folder.
    if (typeof file !== 'string' || !/^[\w][\w.-]*\.safetensors$/.test(file))
      throw new LabError(
        `${INDEX_FILE}: tensor ${shownName(name)} is in ${shownValue(file)}, which is no weights file.`,
        remedy,
      );
  return new Map(entries as [string, string][]);
}

/**
 * Opens the files' headers.
 * @param map null: all tensors of the only file
 * @throws LabError naming the file or tensor that is damaged
 */
export async function openCheckpoint(
  files: ReadonlyMap<string, Blob>,
  map: WeightMap | null,
): Promise<Checkpoint> {
  const opened = new Map<string, SafetensorsFile>();
  for (const [name, blob] of files) opened.set(name, await openSafetensors(blob, name));
  const single = [...opened.values()][0];
  const fileOf = (tensor: string): SafetensorsFile => {
    const name = map?.get(tensor);
    const file = map ? opened.get(name ?? '') : single;
    if (!file?.places.has(tensor))
      throw new LabError(
        map
          ? `${INDEX_FILE} says that ${name ?? 'no file'} holds the tensor ${tensor}, but it does not.`
          : `The weights have no tensor ${tensor}.`,
        'Use weights files that belong together.',
      );
    return file;
  };
  return {
    names: map ? [...map.keys()] : [...(single?.places.keys() ?? [])],
    shapeOf: (name) => fileOf(name).places.get(name)!.shape,
    read: async (name) => (await fileOf(name).read(name)).values,
  };
}
