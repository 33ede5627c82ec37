/** @file What stays of a data set between trials and runs: its sentences as token ids. */
import type { EncodedSentence } from '../src/data/batches';
import { parseSentences } from '../src/data/dataset';
import { withLabels } from '../src/data/encodeTexts';
import { tokenNotes, type TokenNotes } from '../src/data/tokenNotes';
import { LabError } from '../src/errors';
import { longestSentence } from '../src/model/config';
import { parseSourceRef } from '../src/sources/sourceRef';
import { fetchFile } from '../src/weights/fetchFile';
import type { LoadOptions } from './loadOptions';
import type { ModelDescription } from './modelShelf';
import { createTokenCache } from './tokenCache';
import { tokenIds } from './tokenIds';

export interface LoadedData {
  /** Model, data set and length: what the token ids depend on. */
  readonly key: string;
  readonly train: readonly EncodedSentence[];
  readonly validation: readonly EncodedSentence[];
  readonly notes: TokenNotes;
}

export class DataShelf {
  private data: LoadedData | null = null;
  private readonly cache = createTokenCache();

  /** Token ids of a data set's two files, cut to maxLength. */
  async load(
    id: string,
    model: ModelDescription,
    maxLength: number,
    options: LoadOptions,
  ): Promise<LoadedData> {
    const longest = longestSentence(model.config);
    if (maxLength > longest)
      throw new LabError(
        `The sequence length ${maxLength} is more than the ${longest} tokens that ${model.id} can read.`,
        `Set the sequence length to ${longest} or less.`,
      );
    const key = JSON.stringify([model.id, id, maxLength]);
    if (this.data?.key === key) return this.data;
    const folder = datasetFolder(options.baseUrl, id);
    const parts = await Promise.all(
      ['train.tsv', 'validation.tsv'].map(async (name) => {
        const bytes = await fetchFile(folder + name, { signal: options.signal });
        return parseSentences(new TextDecoder().decode(bytes), name, model.config.labels);
      }),
    );
    const encoded = await tokenIds(parts, model, maxLength, options, this.cache);
    const [train, validation] = encoded.map((texts, part) =>
      withLabels(
        texts,
        parts[part]!.map(({ label }) => label),
      ),
    );
    this.data = { key, train: train!, validation: validation!, notes: tokenNotes(encoded, maxLength) };
    return this.data;
  }
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
