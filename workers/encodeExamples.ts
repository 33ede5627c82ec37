/** @file Texts as token ids, in groups between which messages are let in. */
import type { EncodedSentence } from '../src/data/batches';
import type { Example } from '../src/data/selectRows';
import { LabError } from '../src/errors';
import type { LoadOptions } from './loadOptions';
import type { ModelDescription } from './modelShelf';

/** Sentences between two looks at whether the run is cancelled. */
const GROUP = 200;

/**
 * @param counted where among `total` sentences these begin, for the progress
 * @throws the signal's reason if it aborts
 */
export async function encodeExamples(
  examples: readonly Example[],
  { tokenizer }: ModelDescription,
  maxLength: number,
  counted: { readonly before: number; readonly total: number },
  { signal, onSentences }: LoadOptions,
): Promise<EncodedSentence[]> {
  const encoded: EncodedSentence[] = [];
  for (const { text, pair, label } of examples) {
    if (pair !== null)
      throw new LabError('The tokenizer reads single texts only, not pairs.', 'Choose no second text.');
    encoded.push({ ids: tokenizer.encode(text, maxLength), label });
    if (encoded.length % GROUP > 0) continue;
    onSentences(counted.before + encoded.length, counted.total);
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
  return encoded;
}
