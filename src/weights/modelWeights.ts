/** @file Loads the weights files that the encoder needs, and reads only their headers. */
import { LabError } from '../base/errors';
import type { FileOptions } from '../sources/hub/hubRepository';
import type { ModelConfig } from '../architecture/config';
import { readJson, type ModelFiles } from '../sources/modelFiles';
import { INDEX_FILE, shardsOf, SINGLE_FILE } from '../sources/shards';
import { openWeights, parseWeightMap, type WeightMap } from './openWeights';
import type { EncoderWeights } from '../architecture/tensorSource';
import { pretrainedNames, encoderWeights } from './encoderWeights';

/**
 * Loads the files and checks every tensor of the encoder by their headers.
 * @param options `onProgress` gets the bytes of all files together
 * @throws LabError naming the file or tensor that is missing, damaged or of the wrong shape; the signal's reason
 */
export async function loadWeights(
  files: ModelFiles,
  config: ModelConfig,
  options: FileOptions,
): Promise<EncoderWeights> {
  const { names, map } = await weightFiles(files, config, options);
  const received = new Map<string, number>();
  const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
  const sizes = new Map(names.map((name) => [name, files.sizeOf(name) ?? 0]));
  const blobs = new Map<string, Blob>();
  for (const name of names) {
    const blob = await files.blob(name, {
      ...options,
      onProgress: (bytes, total) => {
        received.set(name, bytes);
        sizes.set(name, Math.max(total, bytes));
        options.onProgress(sum(received.values()), sum(sizes.values()));
      },
    });
    received.set(name, blob.size);
    blobs.set(name, blob);
  }
  return encoderWeights(await openWeights(blobs, map), config);
}

/** The bytes of the weights files; null if they are not known before loading. */
export function weightFileBytes(files: ModelFiles): number | null {
  if (files.has(SINGLE_FILE)) return files.sizeOf(SINGLE_FILE);
  const sizes = files.names.filter((name) => name.endsWith('.safetensors')).map((name) => files.sizeOf(name));
  return sizes.length === 0 || sizes.includes(null)
    ? null
    : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

async function weightFiles(
  files: ModelFiles,
  config: ModelConfig,
  options: FileOptions,
): Promise<{ names: readonly string[]; map: WeightMap | null }> {
  if (files.has(SINGLE_FILE)) return { names: [SINGLE_FILE], map: null };
  if (!files.has(INDEX_FILE)) {
    const shards = shardsOf(files.names);
    if (!shards) throw noWeights(files);
    return { names: shards, map: null };
  }
  const map = parseWeightMap(await readJson(files, INDEX_FILE, options));
  // Shards that hold only a head are not loaded.
  const needed = [...pretrainedNames(map.keys(), config).values()].flatMap((tensor) => map.get(tensor) ?? []);
  return { names: [...new Set(needed)], map };
}

function noWeights({ names }: ModelFiles): LabError {
  const others = names.filter((name) => /\.(bin|h5|msgpack|onnx|pt|ot)$/.test(name) && !name.includes('/'));
  return new LabError(
    `The model has no ${SINGLE_FILE}${others.length > 0 ? `, only ${others.slice(0, 3).join(', ')}, which the lab does not read` : ''}.`,
    'Use a repository or revision with safetensors, or convert the weights with Transformers’ save_pretrained.',
  );
}
