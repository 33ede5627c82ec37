/** @file Text to token ids, by @xenova/transformers from a model's tokenizer.json. */
import { RobertaTokenizer } from '@xenova/transformers';
import { LabError } from '../errors';

export interface Tokenizer {
  /** `<s> ... </s>`, cut to at most maxLength ids, the end mark kept. */
  encode(text: string, maxLength: number): number[];
}

/**
 * @param tokenizerJson content of tokenizer.json
 * @param tokenizerConfig content of tokenizer_config.json
 * @throws LabError if they do not describe a byte-level BPE tokenizer
 */
export function createTokenizer(tokenizerJson: unknown, tokenizerConfig: unknown): Tokenizer {
  let tokenizer: RobertaTokenizer;
  try {
    tokenizer = new RobertaTokenizer(tokenizerJson, tokenizerConfig);
  } catch (error) {
    throw new LabError(
      `tokenizer.json could not be used: ${error instanceof Error ? error.message : String(error)}.`,
      'Use the tokenizer.json that belongs to the model.',
    );
  }
  const lowercases = JSON.stringify((tokenizerJson as { normalizer?: unknown }).normalizer ?? null).includes(
    '"Lowercase"',
  );
  return {
    encode(text, maxLength) {
      // JavaScript lowers a Σ that ends a word to ς; Hugging Face's tokenizers lower each letter by itself.
      const ids = tokenizer.encode(lowercases ? text.replaceAll('Σ', 'σ') : text);
      const last = ids[ids.length - 1];
      return ids.length <= maxLength || last === undefined ? ids : [...ids.slice(0, maxLength - 1), last];
    },
  };
}
