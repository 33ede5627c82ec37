/** @file Makes a tokenizer from a model's files: tokenizer.json, or what older repositories have instead. */
import { LabError } from '../base/errors';
import { parseFileJson } from '../base/fileJson';
import { shownName } from '../base/shown';
import { combineAddedTokens, type SideFiles } from './combineAddedTokens';
import { bertNormalizer, checkBuilds, combineFiles } from './combineFiles';
import { isObject, type Json } from './tokenizerJson';
import { createTokenizer, type Tokenizer } from './tokenizer';

/** The text of a file of the model; null if the model has no such file. */
export type ReadFile = (name: string) => Promise<string | null>;

/**
 * Reads the first of these that exists: tokenizer.json; vocab.json and merges.txt (byte-level BPE); vocab.txt
 * (WordPiece). What tokenizer_config.json and the files of added tokens say as well counts as it does for Transformers.
 * @throws LabError naming the file that is missing or cannot be used
 */
export async function openTokenizer(read: ReadFile): Promise<Tokenizer> {
  const optional = async (name: string): Promise<Json> => {
    const text = await read(name);
    const json = text === null ? {} : parseFileJson(text, name);
    return isObject(json) ? json : {};
  };
  const side: SideFiles = {
    settings: await optional('tokenizer_config.json'),
    model: await optional('config.json'),
    addedTokens: await optional('added_tokens.json'),
    specialTokens: await optional('special_tokens_map.json'),
  };
  const whole = await read('tokenizer.json');
  if (whole !== null) return createTokenizer(combineFiles(parseFileJson(whole, 'tokenizer.json'), side));
  const { settings } = side;
  const [vocabulary, merges] = [await read('vocab.json'), await read('merges.txt')];
  if (vocabulary !== null && merges !== null) {
    checkBuilds('roberta', 'vocab.json and merges.txt', side);
    return createTokenizer(
      withAdded(byteLevelJson(parseFileJson(vocabulary, 'vocab.json'), merges, settings), side),
    );
  }
  const list = await read('vocab.txt');
  if (list !== null) {
    checkBuilds('bert', 'vocab.txt', side);
    return createTokenizer(withAdded(wordPieceJson(list, settings), side));
  }
  throw new LabError(
    'The model has no tokenizer: neither tokenizer.json, nor vocab.json with merges.txt, nor vocab.txt.',
    'Choose a model with one of them, or add the tokenizer of the model that it was made from.',
  );
}

interface VocabularyJson extends Json {
  readonly added_tokens: readonly unknown[];
  readonly model: Json & { readonly vocab: Json };
}

function withAdded(json: VocabularyJson, side: SideFiles): unknown {
  const own = json.added_tokens;
  return { ...json, added_tokens: combineAddedTokens(own, own, json.model.vocab, side, {}) };
}

/** The tokenizer.json that Transformers makes from RoBERTa's two files. */
function byteLevelJson(vocab: unknown, merges: string, config: Json): VocabularyJson {
  if (!isObject(vocab))
    throw new LabError(
      'vocab.json is not an object of ids by token.',
      'The file is damaged: fetch it again.',
    );
  const special = (field: string, usual: string): [string, unknown] => {
    const name = tokenName(config[field], usual);
    return [
      name,
      idOf('vocab.json', name, (token) => (Object.hasOwn(vocab, token) ? vocab[token] : undefined)),
    ];
  };
  const [start, end] = [special('cls_token', '<s>'), special('sep_token', '</s>')];
  const unknown = special('unk_token', '<unk>');
  const mask = special('mask_token', '<mask>');
  const all = [start, special('pad_token', '<pad>'), end, unknown, mask];
  const prefix = config['add_prefix_space'] === true;
  return {
    // As in roberta-base's own tokenizer.json, the space before <mask> belongs to the token.
    added_tokens: addedTokens(all, (name) => name === mask[0]),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: prefix },
    post_processor: { type: 'RobertaProcessing', cls: start, sep: end },
    model: {
      type: 'BPE',
      unk_token: null,
      vocab,
      merges: lines(merges).filter((line) => line !== '' && !line.startsWith('#version')),
    },
  };
}

/** The tokenizer.json that Transformers makes from BERT's list of tokens. */
function wordPieceJson(list: string, config: Json): VocabularyJson {
  const tokens = lines(list);
  if (tokens[tokens.length - 1] === '') tokens.pop();
  const vocab = new Map(tokens.map((token, id) => [token, id]));
  const special = (field: string, usual: string): [string, unknown] => {
    const name = tokenName(config[field], usual);
    return [name, idOf('vocab.txt', name, (token) => vocab.get(token))];
  };
  const [start, end] = [special('cls_token', '[CLS]'), special('sep_token', '[SEP]')];
  const unknown = special('unk_token', '[UNK]');
  const all = [special('pad_token', '[PAD]'), unknown, start, end, special('mask_token', '[MASK]')];
  return {
    added_tokens: addedTokens(all, () => false),
    normalizer: bertNormalizer(config),
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'BertProcessing', cls: start, sep: end },
    model: { type: 'WordPiece', unk_token: unknown[0], vocab: Object.fromEntries(vocab) as Json },
  };
}

const lines = (text: string): string[] => text.split(/\r?\n/);

/** tokenizer_config.json has a token as text, or as an object that holds it. */
function tokenName(token: unknown, usual: string): string {
  if (typeof token === 'string') return token;
  return isObject(token) && typeof token['content'] === 'string' ? token['content'] : usual;
}

function idOf(file: string, token: string, find: (token: string) => unknown): unknown {
  const id = find(token);
  if (id !== undefined) return id;
  throw new LabError(
    `${file} has no token ${shownName(token)}.`,
    'Use the tokenizer files that belong to the model.',
  );
}

function addedTokens(tokens: readonly [string, unknown][], stripsLeft: (name: string) => boolean): unknown[] {
  return tokens.map(([content, id]) => ({ id, content, special: true, lstrip: stripsLeft(content) }));
}
