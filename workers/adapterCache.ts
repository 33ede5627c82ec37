/** @file Reads adapters that the person picked, for the model that they are to be used with. */
import { LabError } from '../src/base/errors';
import type { Scenario } from '../src/experiment/experiment';
import { parseFileJson } from '../src/base/fileJson';
import { headLabels, importAdapter, type ImportedAdapter } from '../src/interop/peft/importAdapter';
import { CONFIG_FILE, WEIGHTS_FILE } from '../src/interop/peft/exportAdapter';
import type { ModelConfig } from '../src/architecture/config';
import type { SourceSettings } from '../src/sources/sourceSettings';
import { parseSafetensors } from '../src/weights/safetensors';

/** More bytes than LoRA of rank 1024 on every module of a large encoder would have; a config has a few kilobytes. */
const MOST_BYTES = { [CONFIG_FILE]: 4_000_000, [WEIGHTS_FILE]: 2_000_000_000 } as const;

/**
 * @returns the adapters that scenarios begin with, by their `init`; no others are read
 * @throws LabError as readAdapter does
 */
export async function readAdapters(
  scenarios: readonly Scenario[],
  { localAdapters }: SourceSettings,
  config: ModelConfig,
): Promise<ReadonlyMap<string, ImportedAdapter>> {
  const ids = new Set(scenarios.flatMap(({ init }) => init ?? []));
  const adapters = new Map<string, ImportedAdapter>();
  for (const id of ids) {
    const files = localAdapters.get(id);
    if (!files)
      throw new LabError(`The files of the adapter ${id} are not here.`, 'Pick the adapter’s folder again.');
    adapters.set(id, await readAdapter(files, config, config.labels));
  }
  return adapters;
}

/**
 * @param labels how many the head must have; null for any number
 * @throws LabError naming the file, or the part of it, that cannot be used
 */
export async function readAdapter(
  files: readonly File[],
  config: ModelConfig,
  labels: number | null,
): Promise<ImportedAdapter> {
  const pickled = files.find(({ name }) => /\.(bin|pt|pth|pkl)$/.test(name));
  const weights = files.find(({ name }) => name === WEIGHTS_FILE);
  if (pickled && !weights)
    throw new LabError(
      `${pickled.name} is a pickle, which can run any program when it is read: the lab reads safetensors only.`,
      'Save the adapter again with model.save_pretrained(folder, safe_serialization=True).',
    );
  const json = await take(files, CONFIG_FILE);
  const tensors = parseSafetensors(await (await take(files, WEIGHTS_FILE)).arrayBuffer(), WEIGHTS_FILE);
  const parsed = parseFileJson(await json.text(), CONFIG_FILE);
  const own = labels ?? headLabels(tensors, config) ?? config.labels;
  return importAdapter(parsed, tensors, { ...config, labels: own });
}

function take(files: readonly File[], name: keyof typeof MOST_BYTES): Promise<File> {
  const file = files.find((candidate) => candidate.name === name);
  if (!file)
    return Promise.reject(
      new LabError(`The adapter has no ${name}.`, `Pick both ${CONFIG_FILE} and ${WEIGHTS_FILE}.`),
    );
  if (file.size > MOST_BYTES[name])
    return Promise.reject(
      new LabError(`${name} has ${file.size} bytes, more than any adapter.`, 'Pick an adapter, not a model.'),
    );
  return Promise.resolve(file);
}
