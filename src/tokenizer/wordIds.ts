/** @file Gives the ids of single words, by the BPE and WordPiece models of @xenova/transformers. */
import { TokenizerModel } from '@xenova/transformers';
import { byteSpelling, type PreTokenizer } from './preTokenizers';
import { unusable, type ModelPart } from './tokenizerJson';

/** The number of words that are remembered before all are dropped: more than a data set of common English has. */
const WORDS_KEPT = 100_000;
/** Longer words hardly ever occur twice, so they are not remembered. */
const LONGEST_KEPT = 64;

/** @throws LabError if the library cannot use the model */
export function createWordIds(
  part: ModelPart,
  preTokenizer: PreTokenizer,
): (word: string) => readonly number[] {
  let model: TokenizerModel;
  try {
    model = TokenizerModel.fromConfig(part);
  } catch (error) {
    throw unusable(error instanceof Error ? error.message : String(error));
  }
  const dropped = part.type === 'BPE' ? droppedCharacters(part) : null;
  const compute = (word: string): readonly number[] => {
    const spelled = preTokenizer.spell(word);
    return model.convert_tokens_to_ids(model._call([dropped ? spelled.replace(dropped, '') : spelled]));
  };
  const known = new Map<string, readonly number[]>();
  return (word) => {
    const kept = known.get(word);
    if (kept) return kept;
    const ids = compute(word);
    if (known.size >= WORDS_KEPT) {
      known.clear();
      libraryCache(model)?.clear();
    }
    if (word.length <= LONGEST_KEPT) known.set(word, ids);
    else libraryCache(model)?.delete(preTokenizer.spell(word));
    return ids;
  };
}

/** The library's BPE remembers every word it ever saw. */
function libraryCache(model: TokenizerModel): Map<string, unknown> | null {
  const { cache } = model as TokenizerModel & { cache?: unknown };
  return cache instanceof Map ? cache : null;
}

/** Bytes that are not in the vocabulary vanish before anything is merged, if there is no unknown token. */
function droppedCharacters({ vocab, unk_token: unknown }: ModelPart): RegExp | null {
  if (typeof unknown === 'string') return null;
  const missing = byteSpelling().filter((character) => !Object.hasOwn(vocab, character));
  if (missing.length === 0) return null;
  const codes = missing.map((character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
  return new RegExp(`[${codes.join('')}]`, 'gu');
}
