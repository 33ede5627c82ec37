/** @file Opens a model's weights files: one model.safetensors, or several shards, mostly with an index of their tensors. */
import { LabError } from '../base/errors';
import { shownName, shownValue } from '../base/shown';
import { INDEX_FILE } from '../sources/shards';
import type { PretrainedWeights } from './encoderWeights';
import { openSafetensors, type SafetensorsFile } from './safetensors';
import type { TensorEntry } from './safetensorsHeader';

const TOGETHER = 'Use weights files that belong together.';

/** The file name by tensor name, from `model.safetensors.index.json`. */
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
 * @param index null to go by the files' headers
 * @throws LabError naming the file or tensor that is damaged
 */
export async function openWeights(
  files: ReadonlyMap<string, Blob>,
  index: WeightMap | null,
): Promise<PretrainedWeights> {
  const opened = new Map<string, SafetensorsFile>();
  for (const [name, blob] of files) opened.set(name, await openSafetensors(blob, name));
  const map = index ?? mapOf(opened);
  const find = (tensor: string): { file: SafetensorsFile; entry: TensorEntry } => {
    const name = map.get(tensor);
    const file = opened.get(name ?? '');
    const entry = file?.entries.get(tensor);
    if (!file || !entry)
      throw new LabError(
        index
          ? `${INDEX_FILE} says that ${name ?? 'no file'} holds the tensor ${tensor}, but it does not.`
          : `The weights have no tensor ${tensor}.`,
        TOGETHER,
      );
    return { file, entry };
  };
  return {
    names: [...map.keys()],
    shapeOf: (name) => find(name).entry.shape,
    read: async (name) => (await find(name).file.read(name)).values,
  };
}

function mapOf(opened: ReadonlyMap<string, SafetensorsFile>): WeightMap {
  const map = new Map<string, string>();
  for (const [file, { entries }] of opened)
    for (const tensor of entries.keys()) {
      const earlier = map.get(tensor);
      if (earlier !== undefined)
        throw new LabError(
          `Both ${shownName(earlier)} and ${shownName(file)} hold the tensor ${shownName(tensor)}.`,
          TOGETHER,
        );
      map.set(tensor, file);
    }
  return map;
}
