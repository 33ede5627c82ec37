/** @file Token ids of a data set's parts: from the cache, or from the tokenizer. */
import { encodeTexts, type EncodedTexts, type TextRows } from '../src/data/encodeTexts';
import { LabError } from '../src/base/errors';
import type { LoadOptions } from './loadOptions';
import type { ModelDescription } from './modelCache';
import { tokenCacheKey, type TokenCache } from './tokenCache';

/**
 * @param parts rows of each part of the data set
 * @returns the same parts, encoded
 * @throws LabError if the tokenizer is not the model's; the signal's reason if it aborts
 */
export async function tokenIds(
  parts: readonly TextRows[],
  model: ModelDescription,
  maxLength: number,
  { signal, onSentences }: Pick<LoadOptions, 'signal' | 'onSentences'>,
  cache: TokenCache,
): Promise<EncodedTexts[]> {
  const { tokenizer } = model;
  const total = parts.reduce((sum, rows) => sum + rows.length, 0);
  const encoded: EncodedTexts[] = [];
  let before = 0;
  for (const rows of parts) {
    const key = tokenCacheKey(tokenizer, rows, maxLength);
    let texts = await cache.get(key);
    signal.throwIfAborted();
    // A text more or less would give every row after it another one's ids.
    if (texts?.lengths.length !== rows.length) {
      const onRows = (done: number): void => onSentences(before + done, total);
      texts = await encodeTexts(rows, tokenizer, maxLength, { signal, onRows });
      await cache.put(key, texts);
    }
    checkIds(texts, model);
    encoded.push(texts);
    onSentences((before += rows.length), total);
  }
  return encoded;
}

/** A tokenizer with more tokens than the model would read beyond its tables. */
function checkIds({ ids, types }: EncodedTexts, { id: model, config }: ModelDescription): void {
  const largest = ids.reduce((max, id) => Math.max(max, id), 0);
  if (largest >= config.vocabulary)
    throw new LabError(
      `The tokenizer gives the id ${largest}, but ${model} has ${config.vocabulary} tokens.`,
      'Use the tokenizer that belongs to the model.',
    );
  const type = types?.reduce((max, value) => Math.max(max, value), 0) ?? 0;
  if (type >= config.tokenTypes)
    throw new LabError(
      `The tokenizer marks second texts with token type ${type}, but ${model} has ${config.tokenTypes} token types.`,
      'Use the tokenizer that belongs to the model, or a data set of single texts.',
    );
}
