/** @file What stays of a data set between trials and runs: its sentences as token ids. */
import type { EncodedSentence } from '../src/data/batches';
import { parseSentences } from '../src/data/dataset';
import { LabError } from '../src/errors';
import { parseSourceRef } from '../src/sources/sourceRef';
import { fetchFile, fetchJson } from '../src/weights/fetchFile';
import type { LoadOptions } from './loadOptions';
import type { ModelDescription } from './modelShelf';

export interface LoadedData {
  /** Model, data set and length: what the token ids depend on. */
  readonly key: string;
  readonly train: readonly EncodedSentence[];
  readonly validation: readonly EncodedSentence[];
  /** The validation rows as a person reads them. */
  readonly validationTexts: readonly string[];
  /** Names of the labels, in their order. */
  readonly labelNames: readonly string[];
}

/** Sentences between two looks at whether the run is cancelled. */
const TOKENIZE_GROUP = 200;

export class DataShelf {
  private data: LoadedData | null = null;

  /** Token ids of a data set's two files, cut to maxLength. */
  async load(
    id: string,
    model: ModelDescription,
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
    const folder = datasetFolder(options.baseUrl, id);
    const [train, validation] = await Promise.all(
      ['train.tsv', 'validation.tsv'].map(async (name) => {
        const bytes = await fetchFile(folder + name, { signal: options.signal });
        return parseSentences(new TextDecoder().decode(bytes), name, model.config.labels);
      }),
    );
    const labelNames = await readLabelNames(folder, model.config.labels, options.signal);
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
    this.data = {
      key,
      train: await encode(train!),
      validation: await encode(validation!),
      validationTexts: validation!.map(({ text }) => text),
      labelNames,
    };
    return this.data;
  }
}

/** From dataset.json; LABEL_0 and so on, as Hugging Face has it, for what it does not name. */
async function readLabelNames(folder: string, labels: number, signal: AbortSignal): Promise<string[]> {
  const description = await fetchJson(`${folder}dataset.json`, { signal });
  const { labels: names } = description as { labels?: unknown };
  const given: unknown[] = Array.isArray(names) ? names : [];
  return Array.from({ length: labels }, (_, i) => {
    const name = given[i];
    return typeof name === 'string' ? name : `LABEL_${i}`;
  });
}

function datasetFolder(baseUrl: string, id: string): string {
  const source = parseSourceRef('dataset', id);
  if (source?.kind !== 'embedded')
    throw new LabError(
      `The data set ${id} does not come with the lab.`,
      'Choose one of the data sets in the list.',
    );
  return `${baseUrl}datasets/${source.name}/`;
}
