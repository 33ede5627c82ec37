/** @file What stays between trials and runs: the model on the device, its tokenizer, the encoded sentences. */
import type { Backend } from '../src/backend/select';
import type { EncodedSentence } from '../src/data/batches';
import { parseSentences } from '../src/data/dataset';
import { createTokenizer, type Tokenizer } from '../src/data/tokenizer';
import { LabError } from '../src/errors';
import type { BasePrecision, Scenario } from '../src/experiment/experiment';
import { parseConfig, type ModelConfig } from '../src/model/config';
import { readsFrozen, type FrozenWeights } from '../src/model/model';
import { readEncoderWeights, type EncoderWeights } from '../src/weights/encoderWeights';
import { fetchFile, fetchJson } from '../src/weights/fetchFile';
import { disposeWeights, placeWeights } from '../src/weights/placeWeights';

export interface LoadOptions {
  /** Ends in a slash; `models/` and `datasets/` are below it. */
  readonly baseUrl: string;
  readonly signal: AbortSignal;
  readonly onBytes: (received: number, total: number) => void;
  readonly onSentences: (done: number, total: number) => void;
}

/** A model without its weights: what token ids and memory depend on. */
interface Description {
  readonly id: string;
  readonly config: ModelConfig;
  readonly tokenizer: Tokenizer;
}

interface LoadedModel extends Description {
  readonly weights: EncoderWeights;
}

interface LoadedData {
  /** Model, data set and length: what the token ids depend on. */
  readonly key: string;
  readonly train: readonly EncodedSentence[];
  readonly validation: readonly EncodedSentence[];
}

/** Sentences between two looks at whether the run is cancelled. */
const TOKENIZE_GROUP = 200;

export class Laboratory {
  private description: Description | null = null;
  private model: LoadedModel | null = null;
  private data: LoadedData | null = null;
  private onDevice: {
    backend: Backend;
    modelId: string;
    precision: BasePrecision;
    frozen: FrozenWeights;
  } | null = null;

  /** @throws LabError naming the file that cannot be used; the signal's reason if it aborts */
  async describeModel(id: string, { baseUrl, signal }: LoadOptions): Promise<Description> {
    if (this.description?.id === id) return this.description;
    const folder = modelFolder(baseUrl, id);
    const [config, tokenizer, tokenizerConfig] = await Promise.all(
      ['config.json', 'tokenizer.json', 'tokenizer_config.json'].map((file) =>
        fetchJson(folder + file, { signal }),
      ),
    );
    this.description = {
      id,
      config: parseConfig(config),
      tokenizer: createTokenizer(tokenizer, tokenizerConfig),
    };
    return this.description;
  }

  /** @throws as describeModel does */
  async loadModel(id: string, options: LoadOptions): Promise<LoadedModel> {
    if (this.model?.id === id) return this.model;
    const description = await this.describeModel(id, options);
    const file = await fetchFile(`${modelFolder(options.baseUrl, id)}model.safetensors`, {
      signal: options.signal,
      onProgress: (received, total) => options.onBytes(received, total ?? received),
    });
    this.model = { ...description, weights: readEncoderWeights(file, description.config) };
    return this.model;
  }

  /** Token ids of a data set's two files, cut to maxLength. */
  async loadData(
    id: string,
    model: Description,
    maxLength: number,
    options: LoadOptions,
  ): Promise<LoadedData> {
    const longest = model.config.positions - model.config.padToken - 1;
    if (maxLength > longest)
      throw new LabError(
        `The sequence length ${maxLength} is more than the ${longest} tokens that ${model.id} can read.`,
        `Set the sequence length to ${longest} or less.`,
      );
    const key = JSON.stringify([model.id, id, maxLength]);
    if (this.data?.key === key) return this.data;
    const folder = `${options.baseUrl}datasets/${checkedId(id, 'data set')}/`;
    const [train, validation] = await Promise.all(
      ['train.tsv', 'validation.tsv'].map(async (name) => {
        const bytes = await fetchFile(folder + name, { signal: options.signal });
        return parseSentences(new TextDecoder().decode(bytes), name, model.config.labels);
      }),
    );
    const total = train!.length + validation!.length;
    let done = 0;
    const encode = async (
      sentences: readonly { text: string; label: number }[],
    ): Promise<EncodedSentence[]> => {
      const encoded: EncodedSentence[] = [];
      for (const { text, label } of sentences) {
        encoded.push({ ids: model.tokenizer.encode(text, maxLength), label });
        if (++done % TOKENIZE_GROUP > 0) continue;
        options.onSentences(done, total);
        await new Promise((resolve) => setTimeout(resolve));
        options.signal.throwIfAborted();
      }
      return encoded;
    };
    this.data = { key, train: await encode(train!), validation: await encode(validation!) };
    return this.data;
  }

  /** The encoder's weights on the backend's device; they stay there until a scenario does not read them. */
  place(model: LoadedModel, backend: Backend, precision: BasePrecision, scenario: Scenario): FrozenWeights {
    const { onDevice } = this;
    if (!readsFrozen(scenario)) {
      if (onDevice) disposeWeights(onDevice.frozen);
      this.onDevice = null;
      return new Map();
    }
    if (onDevice?.backend === backend && onDevice.modelId === model.id && onDevice.precision === precision)
      return onDevice.frozen;
    if (onDevice) disposeWeights(onDevice.frozen);
    const placing = { precision, ...backend.ops.matrices };
    const frozen = placeWeights(model.config, (name) => model.weights.get(name)!, placing);
    this.onDevice = { backend, modelId: model.id, precision, frozen };
    return frozen;
  }
}

function modelFolder(baseUrl: string, id: string): string {
  return `${baseUrl}models/${checkedId(id, 'model')}/`;
}

/** An id is a folder's name; anything that could leave the folder is refused. */
function checkedId(id: string, what: string): string {
  if (/^[\w-][\w.-]*$/.test(id)) return id;
  throw new LabError(`"${id}" cannot be the name of a ${what}.`, `Choose one of the ${what}s in the list.`);
}
