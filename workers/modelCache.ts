/** @file Keeps a model between trials and runs: its files, its description, and its weights on the device. */
import type { Backend } from '../src/backend/select';
import { LabError } from '../src/base/errors';
import type { BasePrecision, Scenario } from '../src/experiment/experiment';
import type { FileCache } from '../src/sources/hub/fileCache';
import { openRepository, type FileOptions } from '../src/sources/hub/hubRepository';
import { parseConfig, type ModelConfig } from '../src/architecture/config';
import { readsFrozen, type FrozenWeights } from '../src/model/model';
import { embeddedFiles, localFiles, readJson, type ModelFiles } from '../src/sources/modelFiles';
import { parseSourceRef } from '../src/sources/sourceRef';
import { checkHubAllowed } from '../src/sources/sourceSettings';
import type { Tokenizer } from '../src/tokenizer/tokenizer';
import { openTokenizer } from '../src/tokenizer/tokenizerFiles';
import type { EncoderWeights } from '../src/architecture/tensorSource';
import { loadWeights, weightFileBytes } from '../src/weights/modelWeights';
import { disposeWeights, uploadWeights } from '../src/weights/uploadWeights';
import type { LoadOptions } from './loadOptions';
import { SplitCache } from './splitCache';

/** What the page shows about a model. */
export interface ModelSummary {
  readonly id: string;
  readonly config: ModelConfig;
  /** The commit of the hub's repository; null for a model from elsewhere. */
  readonly commit: string | null;
  /** Size of the weights files; null if it is not known before they are loaded. */
  readonly bytes: number | null;
}

/** A model without its weights. Token ids and memory estimates depend only on this. */
export interface ModelDescription extends ModelSummary {
  /** config.json as it was read. */
  readonly configJson: unknown;
  readonly tokenizer: Tokenizer;
}

export interface LoadedModel extends ModelDescription {
  readonly weights: EncoderWeights;
}

interface Opened {
  readonly key: string;
  readonly files: ModelFiles;
  readonly configJson: unknown;
  readonly summary: ModelSummary;
}

export class ModelCache {
  private opened: Opened | null = null;
  private opening: Promise<void> = Promise.resolve();
  private description: ModelDescription | null = null;
  private model: LoadedModel | null = null;
  private onDevice: {
    backend: Backend;
    model: LoadedModel;
    precision: BasePrecision;
    split: string;
    frozen: FrozenWeights;
  } | null = null;

  /** What PiSSA takes out of the matrices. */
  readonly splits = new SplitCache();

  /** @param cache opens the cache of hub files; null if the browser keeps nothing for the page */
  constructor(private readonly cache: () => Promise<FileCache | null>) {}

  /** @throws LabError naming the file that cannot be used; the signal's reason if it aborts */
  async summarize(id: string, options: LoadOptions): Promise<ModelSummary> {
    return (await this.open(id, options)).summary;
  }

  /** @throws as summarize does */
  async describe(id: string, options: LoadOptions): Promise<ModelDescription> {
    const { files, summary, configJson } = await this.open(id, options);
    if (this.description && sameModel(this.description, summary)) return this.description;
    const quietly = fileOptions(options, false);
    const tokenizer = await openTokenizer(async (file) =>
      files.has(file) ? (await files.blob(file, quietly)).text() : null,
    );
    this.description = { ...summary, configJson, tokenizer };
    return this.description;
  }

  /** @throws as summarize does, and LabError naming the tensor that does not fit */
  async load(id: string, options: LoadOptions): Promise<LoadedModel> {
    const description = await this.describe(id, options);
    if (this.model && sameModel(this.model, description)) return this.model;
    const { files } = await this.open(id, options);
    const weights = await loadWeights(files, description.config, fileOptions(options, true));
    this.model = { ...description, weights };
    return this.model;
  }

  /**
   * The encoder's weights on the backend's device, where they stay until a scenario does not read them, or other ones: with
   * PiSSA, what is left of the matrices.
   * @throws as splitWeights does; the signal's reason if it aborts while the matrices are taken apart
   */
  async place(
    model: LoadedModel,
    backend: Backend,
    precision: BasePrecision,
    scenario: Scenario,
    signal: AbortSignal,
  ): Promise<FrozenWeights> {
    const { onDevice } = this;
    const split = SplitCache.keyOf(scenario);
    const isSame = onDevice?.model === model && onDevice.split === split;
    const fits = isSame && onDevice.backend === backend && onDevice.precision === precision;
    if (onDevice && fits && readsFrozen(scenario)) return onDevice.frozen;
    this.unplace();
    if (!readsFrozen(scenario)) return new Map();
    const { ops } = backend;
    const placing = { precision, ...ops.matrices };
    const isSplit = scenario.method === 'lora' && split !== '';
    const weights = isSplit ? (await this.splits.of(model, scenario, signal)).rest : model.weights;
    const frozen = await uploadWeights(ops.upload, model.config, weights, placing);
    this.onDevice = { backend, model, precision, split, frozen };
    return frozen;
  }

  /** Frees the weights on the device. */
  unplace(): void {
    if (this.onDevice) disposeWeights(this.onDevice.frozen);
    this.onDevice = null;
  }

  /** Makes the next call open the files again, because the open ones may be gone. */
  forget(): void {
    [this.opened, this.description, this.model] = [null, null, null];
  }

  private async open(id: string, options: LoadOptions): Promise<Opened> {
    const { hubUrl, localModels } = options.sources;
    const source = parseSourceRef('model', id);
    const picked = localModels.get(id);
    const key = JSON.stringify([
      id,
      source?.kind === 'hub' ? hubUrl : options.baseUrl,
      picked?.map(({ name, size, lastModified }) => [name, size, lastModified]),
    ]);
    // Runs one after the other: a description for the page and a run may ask at the same time, and the cache has one
    // writer per file.
    const before = this.opening;
    let done = (): void => undefined;
    this.opening = new Promise((resolve) => (done = resolve));
    try {
      await before;
      options.signal.throwIfAborted();
      return this.opened?.key === key
        ? this.opened
        : (this.opened = await this.openAnew(id, key, picked, options));
    } finally {
      done();
    }
  }

  private async openAnew(
    id: string,
    key: string,
    picked: readonly File[] | undefined,
    options: LoadOptions,
  ): Promise<Opened> {
    const files = await this.filesOf(id, picked, options);
    const configJson = await readJson(files, 'config.json', fileOptions(options, false));
    const config = parseConfig(configJson);
    const summary = { id, config, commit: files.commit, bytes: weightFileBytes(files) };
    return { key, files, configJson, summary };
  }

  private async filesOf(
    id: string,
    picked: readonly File[] | undefined,
    options: LoadOptions,
  ): Promise<ModelFiles> {
    const source = parseSourceRef('model', id);
    switch (source?.kind) {
      case 'embedded':
        return embeddedFiles(`${options.baseUrl}models/${source.name}/`);
      case 'hub': {
        checkHubAllowed(id, options.sources);
        const { repository, revision } = source;
        const ref = { kind: 'models', repository, revision } as const;
        return openRepository(options.sources, ref, await this.cache(), fileOptions(options, false));
      }
      case 'local':
        if (picked) return localFiles(source.name, picked);
        throw new LabError(
          `The files of the local model ${source.name} are not at hand: a page cannot open them by itself.`,
          'Choose the model’s folder again.',
        );
      case undefined:
        throw new LabError(`${id} is no model id.`, 'Choose one of the models in the list.');
    }
  }
}

function sameModel(a: ModelSummary, b: ModelSummary): boolean {
  return a.id === b.id && a.config === b.config;
}

/** @param counts whether bytes are reported as progress: those of the weights are, the small files before them are not */
function fileOptions({ signal, onBytes, onNotice }: LoadOptions, counts: boolean): FileOptions {
  return {
    signal,
    onProgress: counts ? onBytes : () => undefined,
    onNotice: onNotice ?? (() => undefined),
  };
}
