/** @file The parts of a tokenizer.json that the lab reads, checked. */
import { LabError } from '../errors';

export type Json = Readonly<Record<string, unknown>>;

/** A token found in the text before anything else happens to it. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Not beside a word character. */
  readonly singleWord: boolean;
  /** Takes the white space before it along, or after it. */
  readonly stripsLeft: boolean;
  readonly stripsRight: boolean;
  /** Looked for in the normalized text, not in the text as it was given. */
  readonly normalized: boolean;
}

export interface TokenizerParts {
  readonly addedTokens: readonly AddedToken[];
  readonly normalizer: Json | null;
  readonly preTokenizer: Json;
  readonly model: ModelPart;
  readonly postProcessor: Json | null;
}

/** As @xenova/transformers takes it. */
export interface ModelPart extends Json {
  readonly type: 'BPE' | 'WordPiece';
  readonly vocab: Readonly<Record<string, number>>;
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

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
  if (!isObject(token) || typeof token['content'] !== 'string' || typeof token['id'] !== 'number')
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
  // Files of old do not name the model's type.
  const type = model['type'] ?? (merges !== undefined ? 'BPE' : isObject(vocab) ? 'WordPiece' : 'Unigram');
  if (type !== 'BPE' && type !== 'WordPiece')
    throw unusable(`its model is of type ${JSON.stringify(type)}, not BPE or WordPiece`);
  if (!isObject(vocab) || !Object.values(vocab).every(Number.isInteger))
    throw unusable('its vocabulary is not an object of ids by token');
  const ids = vocab as Readonly<Record<string, number>>;
  const unknown = model['unk_token'] ?? null;
  if (unknown !== null && (typeof unknown !== 'string' || !Object.hasOwn(ids, unknown)))
    throw unusable(`its unk_token ${JSON.stringify(unknown)} is not in its vocabulary`);
  if (type === 'WordPiece') {
    if (unknown === null) throw unusable('its WordPiece model has no unk_token');
    return { continuing_subword_prefix: '##', ...model, type, vocab: ids };
  }
  if (model['continuing_subword_prefix'])
    throw unusable('its BPE model has a continuing_subword_prefix, which the lab does not know');
  return { ...model, type, vocab: ids, merges: parseMerges(merges) };
}

/** "a b", whether the file has it so or, as newer ones do, as ["a", "b"]. */
function parseMerges(merges: unknown): string[] {
  if (!Array.isArray(merges)) throw unusable('its BPE model has no merges');
  return merges.map((merge: unknown) => {
    const pair: unknown = typeof merge === 'string' ? merge.split(' ') : merge;
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every((side) => typeof side === 'string'))
      throw unusable(`its merge ${JSON.stringify(merge)} is not a pair of tokens`);
    return pair.join(' ');
  });
}
