/** @file The parts of a tokenizer.json that the lab reads, checked. */
import { LabError } from '../base/errors';
import { shownValue } from '../base/shown';

export type Json = Readonly<Record<string, unknown>>;

/** A token found in the text before anything else happens to it. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Whether the token is not found beside a word character. */
  readonly singleWord: boolean;
  /** Whether the token takes along the white space before it, or (`stripsRight`) after it. */
  readonly stripsLeft: boolean;
  readonly stripsRight: boolean;
  /** Whether the token is looked for in the normalized text, not in the original one. */
  readonly normalized: boolean;
}

/**
 * Words of more characters are unknown to WordPiece: the limit if the file gives none, and the highest limit that a
 * file may give (time grows with the square).
 */
const LONGEST_WORD = 100;
const MOST_CHARACTERS = 1000;

export interface TokenizerParts {
  readonly addedTokens: readonly AddedToken[];
  readonly normalizer: Json | null;
  readonly preTokenizer: Json;
  readonly model: ModelPart;
  readonly postProcessor: Json | null;
}

/** The model, in the form that @xenova/transformers takes. */
export interface ModelPart extends Json {
  readonly type: 'BPE' | 'WordPiece';
  readonly vocab: Readonly<Record<string, number>>;
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An id of a token, or of a token type: a row of a table. */
export const isTokenId = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31;

/** @param what names the part and what is wrong with it */
export function unusable(what: string): LabError {
  return new LabError(
    `tokenizer.json could not be used: ${what}.`,
    'Use the tokenizer.json of a RoBERTa or BERT model: byte-level BPE or WordPiece.',
  );
}

/** @throws LabError naming the part that is missing, wrong or of an unknown kind */
export function parseTokenizerJson(json: unknown): TokenizerParts {
  if (!isObject(json)) throw unusable('it is not an object');
  const part = (name: string): Json | null => {
    const value = json[name] ?? null;
    if (value !== null && !isObject(value)) throw unusable(`its ${name} is not an object`);
    return value;
  };
  const preTokenizer = part('pre_tokenizer');
  if (!preTokenizer) throw unusable('it has no pre_tokenizer');
  const added = json['added_tokens'] ?? [];
  if (!Array.isArray(added)) throw unusable('its added_tokens are not a list');
  return {
    addedTokens: added.map(parseAddedToken),
    normalizer: part('normalizer'),
    preTokenizer,
    model: parseModel(part('model')),
    postProcessor: part('post_processor'),
  };
}

function parseAddedToken(token: unknown): AddedToken {
  if (!isObject(token) || typeof token['content'] !== 'string' || !isTokenId(token['id']))
    throw unusable('one of its added_tokens has no content or no id');
  return {
    id: token['id'],
    content: token['content'],
    singleWord: token['single_word'] === true,
    stripsLeft: token['lstrip'] === true,
    stripsRight: token['rstrip'] === true,
    normalized: token['normalized'] === true,
  };
}

function parseModel(model: Json | null): ModelPart {
  if (!model) throw unusable('it has no model');
  const { vocab, merges } = model;
  // Old files do not name the model's type.
  const type = model['type'] ?? (merges !== undefined ? 'BPE' : isObject(vocab) ? 'WordPiece' : 'Unigram');
  if (type !== 'BPE' && type !== 'WordPiece')
    throw unusable(`its model is of type ${shownValue(type)}, not BPE or WordPiece`);
  if (!isObject(vocab) || !Object.values(vocab).every(isTokenId))
    throw unusable('its vocabulary is not an object of ids by token');
  const ids = vocab as Readonly<Record<string, number>>;
  const unknown = model['unk_token'] ?? null;
  if (unknown !== null && (typeof unknown !== 'string' || !Object.hasOwn(ids, unknown)))
    throw unusable(`its unk_token ${shownValue(unknown)} is not in its vocabulary`);
  if (type === 'WordPiece') {
    if (unknown === null) throw unusable('its WordPiece model has no unk_token');
    const prefix = model['continuing_subword_prefix'] ?? '##';
    const longest = model['max_input_chars_per_word'] ?? LONGEST_WORD;
    if (typeof prefix !== 'string') throw unusable('its continuing_subword_prefix is not a text');
    if (!isTokenId(longest) || longest > MOST_CHARACTERS)
      throw unusable(
        `its max_input_chars_per_word ${shownValue(longest)} is no number up to ${MOST_CHARACTERS}`,
      );
    const lengths = { continuing_subword_prefix: prefix, max_input_chars_per_word: longest };
    return { ...model, ...lengths, type, vocab: ids };
  }
  if (model['continuing_subword_prefix'])
    throw unusable('its BPE model has a continuing_subword_prefix, which the lab does not know');
  for (const name of ['end_of_word_suffix', 'continuing_subword_suffix'])
    if (typeof (model[name] ?? '') !== 'string') throw unusable(`its ${name} is not a text`);
  return { ...model, type, vocab: ids, merges: parseMerges(merges, ids) };
}

/** A merge as "a b", whether the file writes it like that or, as newer ones do, as ["a", "b"]. */
function parseMerges(merges: unknown, vocab: Readonly<Record<string, number>>): string[] {
  if (!Array.isArray(merges)) throw unusable('its BPE model has no merges');
  return merges.map((merge: unknown) => {
    const pair: unknown = typeof merge === 'string' ? merge.split(' ') : merge;
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every((side) => typeof side === 'string'))
      throw unusable(`its merge ${shownValue(merge)} is not a pair of tokens`);
    const [left, right] = pair as [string, string];
    for (const token of [left, right, left + right])
      if (!Object.hasOwn(vocab, token))
        throw unusable(`its merges make the token ${shownValue(token)}, which is not in its vocabulary`);
    return `${left} ${right}`;
  });
}
