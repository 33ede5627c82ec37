/**
 * @file Text to token ids, identical to Hugging Face's.
 *
 * The models that cut words into tokens are those of @xenova/transformers. What stands before and behind them is
 * written here: the library's own classes of characters, added tokens, pairs and truncation differ from Hugging Face's.
 */
import { createSplitter } from './addedTokens';
import { wellFormed } from './characters';
import { createNormalizer } from './normalizers';
import { createPreTokenizer } from './preTokenizers';
import { createTemplate, type TemplatePart } from './template';
import { parseTokenizerJson } from './tokenizerJson';
import { longestFirst } from './truncate';
import { createWordIds } from './wordIds';

export interface Encoding {
  readonly ids: readonly number[];
  /** Of each id, the row of the token type table; null where all are 0. */
  readonly types: readonly number[] | null;
  /** How many ids there would be without a limit. */
  readonly fullLength: number;
}

export interface Tokenizer {
  /** byte-level BPE, as RoBERTa's, or WordPiece, as BERT's */
  readonly kind: 'BPE' | 'WordPiece';
  /** Content of tokenizer.json: what ids depend on. */
  readonly json: unknown;
  /**
   * `<s> text </s>`, or with a second text `<s> text </s></s> pair </s>`, with the marks of the model. At most maxLength
   * ids: too long texts lose their ends, the longer one first; no mark is lost.
   */
  encode(text: string, maxLength: number, pair?: string | null): Encoding;
}

/**
 * @param json content of tokenizer.json; see `tokenizerFiles.ts` where there is none
 * @throws LabError if it does not describe a byte-level BPE or WordPiece tokenizer
 */
export function createTokenizer(json: unknown): Tokenizer {
  const parts = parseTokenizerJson(json);
  const preTokenizer = createPreTokenizer(parts.preTokenizer);
  const split = createSplitter(parts.addedTokens, createNormalizer(parts.normalizer));
  const wordIds = createWordIds(parts.model, preTokenizer);
  const template = createTemplate(parts.postProcessor);

  const textIds = (text: string): number[] => {
    const ids: number[] = [];
    for (const piece of split(wellFormed(text))) {
      if (typeof piece === 'number') ids.push(piece);
      else for (const word of preTokenizer.words(piece)) for (const id of wordIds(word)) ids.push(id);
    }
    return ids;
  };

  return {
    kind: parts.model.type,
    json,
    encode(text, maxLength, pair = null) {
      const form = pair === null ? template.single : template.pair;
      const texts = pair === null ? [textIds(text)] : [textIds(text), textIds(pair)];
      const marks = countMarks(form);
      const lengths = texts.map(({ length }) => length);
      const kept = longestFirst(lengths, maxLength - marks);
      const cut = texts.map((ids, i) => (kept[i]! < ids.length ? ids.slice(0, kept[i]) : ids));
      return { ...fill(form, cut), fullLength: lengths.reduce((sum, length) => sum + length, marks) };
    },
  };
}

function countMarks(form: readonly TemplatePart[]): number {
  return form.reduce((sum, part) => sum + (part.kind === 'special' ? part.ids.length : 0), 0);
}

function fill(
  form: readonly TemplatePart[],
  texts: readonly (readonly number[])[],
): Pick<Encoding, 'ids' | 'types'> {
  const idsOf = (part: TemplatePart): readonly number[] =>
    part.kind === 'special' ? part.ids : (texts[part.text] ?? []);
  const ids = form.flatMap(idsOf);
  const typed = form.some(({ type }) => type !== 0);
  const types = typed ? form.flatMap((part) => new Array<number>(idsOf(part).length).fill(part.type)) : null;
  return { ids, types };
}
