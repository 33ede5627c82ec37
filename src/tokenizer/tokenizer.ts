/**
 * @file Turns text into token ids, identical to Hugging Face's.
 *
 * The models that cut words into tokens are those of @xenova/transformers. Everything before and after that step is
 * written here, because the library's classes of characters, added tokens, pairs and truncation differ from Hugging
 * Face's.
 */
import { createSplitter } from './addedTokens';
import { wellFormed } from './characters';
import { createNormalizer } from './normalizers';
import { createPreTokenizer } from './preTokenizers';
import { createTemplate, type TemplatePart } from './template';
import type { TokenBuffer } from './tokenBuffer';
import { parseTokenizerJson } from './tokenizerJson';
import { longestFirst } from './truncate';
import { createWordIds } from './wordIds';

export interface Tokenizer {
  /** Byte-level BPE, as in RoBERTa, or WordPiece, as in BERT. */
  readonly kind: 'BPE' | 'WordPiece';
  /** Content of tokenizer.json, on which the ids depend. */
  readonly json: unknown;
  /**
   * Writes `<s> text </s>`, or with a second text `<s> text </s></s> pair </s>`, with the special tokens of the model
   * and their token types. It writes at most `maxLength` ids: texts that are too long lose their ends, the longer one
   * first; no special token is lost.
   * @param into gets the ids after those already in it
   * @returns how many ids there would be without a limit
   */
  encode(into: TokenBuffer, text: string, maxLength: number, pair?: string | null): number;
}

/**
 * @param json content of tokenizer.json; see `tokenizerFiles.ts` if there is none
 * @throws LabError if it does not describe a byte-level BPE or WordPiece tokenizer
 */
export function createTokenizer(json: unknown): Tokenizer {
  const parts = parseTokenizerJson(json);
  const preTokenizer = createPreTokenizer(parts.preTokenizer);
  const split = createSplitter(parts.addedTokens, createNormalizer(parts.normalizer));
  const wordIds = createWordIds(parts.model, preTokenizer);
  const template = createTemplate(parts.postProcessor);

  const writeText = (into: TokenBuffer, text: string): void => {
    for (const piece of split(wellFormed(text))) {
      if (typeof piece === 'number') into.push(piece);
      else for (const word of preTokenizer.words(piece)) for (const id of wordIds(word)) into.push(id);
    }
  };

  return {
    kind: parts.model.type,
    json,
    encode(into, text, maxLength, pair = null) {
      const form = pair === null ? template.single : template.pair;
      const start = into.length;
      const written = form.map((part): WrittenPart => {
        const begin = into.length;
        if (part.kind === 'special') for (const id of part.ids) into.push(id);
        else writeText(into, part.text === 0 ? text : (pair ?? ''));
        return { part, begin, length: into.length - begin };
      });
      const fullLength = into.length - start;
      const kept = fullLength > maxLength ? truncated(written, maxLength) : written;
      pack(into, start, kept);
      return fullLength;
    },
  };
}

/** A part of a template and where its ids are in the buffer. */
interface WrittenPart {
  readonly part: TemplatePart;
  readonly begin: number;
  readonly length: number;
}

/**
 * Cuts the texts among the parts so that all parts together have `maxLength` ids, or as few as there are special
 * tokens.
 */
function truncated(written: readonly WrittenPart[], maxLength: number): WrittenPart[] {
  const lengths: number[] = [];
  let room = maxLength;
  for (const { part, length } of written)
    if (part.kind === 'text') lengths[part.text] = length;
    else room -= length;
  const kept = longestFirst(lengths, room);
  return written.map((each) =>
    each.part.kind === 'text' ? { ...each, length: kept[each.part.text] ?? 0 } : each,
  );
}

/** Closes the gaps that cut texts leave, and sets the token types if the template has types other than 0. */
function pack(into: TokenBuffer, start: number, parts: readonly WrittenPart[]): void {
  const typed = parts.some(({ part }) => part.type !== 0);
  let end = start;
  for (const { part, begin, length } of parts) {
    if (begin !== end) into.move(end, begin, begin + length);
    if (typed) into.setType(end, end + length, part.type);
    end += length;
  }
  into.length = end;
}
