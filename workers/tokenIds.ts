/** @file Token ids of the training and the validation rows, from the cache or else from the tokenizer. */
import { encodeTexts, type EncodedTexts, type TextRows } from '../src/data/encodeTexts';
import { LabError } from '../src/base/errors';
import type { LoadOptions } from './loadOptions';
import type { ModelDescription } from './modelCache';
import { tokenCacheKey, type TokenCache } from './tokenCache';

interface Parts<T> {
  readonly train: T;
  readonly validation: T;
}

type Means = Pick<LoadOptions, 'signal' | 'onSentences'>;

/** @throws LabError if the tokenizer is not the model's; the signal's reason if it aborts */
export async function tokenIds(
  { train, validation }: Parts<TextRows>,
  model: ModelDescription,
  maxLength: number,
  { signal, onSentences }: Means,
  cache: TokenCache,
): Promise<Parts<EncodedTexts>> {
  const total = train.length + validation.length;
  const encode = (rows: TextRows, before: number): Promise<EncodedTexts> => {
    const onPart = (done: number): void => onSentences(before + done, total);
    return idsOf(rows, model, maxLength, { signal, onSentences: onPart }, cache);
  };
  return { train: await encode(train, 0), validation: await encode(validation, train.length) };
}

/** Token ids of some rows alone. @throws as {@link tokenIds} does */
export async function idsOf(
  rows: TextRows,
  model: ModelDescription,
  maxLength: number,
  { signal, onSentences }: Means,
  cache: TokenCache,
): Promise<EncodedTexts> {
  const { tokenizer } = model;
  const key = tokenCacheKey(tokenizer, rows, maxLength);
  let texts = await cache.get(key);
  signal.throwIfAborted();
  // With one text too many or too few, every later row would get another row's ids.
  if (texts?.lengths.length !== rows.length) {
    const onRows = (done: number): void => onSentences(done, rows.length);
    texts = await encodeTexts(rows, tokenizer, maxLength, { signal, onRows });
    await cache.put(key, texts);
  }
  checkIds(texts, model);
  onSentences(rows.length, rows.length);
  return texts;
}

/** A tokenizer with more tokens than the model has would read past the end of the model's tables. */
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
