/**
 * @file Combines the added tokens from a model's several files, with the ids and in the order that Transformers gives
 * them.
 */
import { isObject, isTokenId, type Json } from './tokenizerJson';

/** The contents of the files beside tokenizer.json or the vocabulary; an absent file is an empty object. */
export interface SideFiles {
  /** tokenizer_config.json */
  readonly settings: Json;
  /** config.json of the model */
  readonly model: Json;
  /** added_tokens.json: ids by text. */
  readonly addedTokens: Json;
  /** special_tokens_map.json */
  readonly specialTokens: Json;
}

/** Text by role, such as cls_token. */
export type SpecialTokens = Readonly<Record<string, string>>;

const ROLES = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'];

/**
 * @param own `added_tokens` of tokenizer.json
 * @param kept those of `own` that the tokenizer has before anything is added: all if tokenizer.json is used
 *   unchanged, none if Transformers builds the tokenizer from its vocabulary
 * @param usual special tokens of the class, if no file names them
 * @returns `added_tokens` as tokenizer.json has them
 */
export function combineAddedTokens(
  own: readonly unknown[],
  kept: readonly unknown[],
  vocab: Json,
  files: SideFiles,
  usual: SpecialTokens,
): Json[] {
  const { settings } = files;
  // Files that give the decoder were written by a version of Transformers that reads none of the older files.
  const isNew = isObject(settings['added_tokens_decoder']);
  const fields = isNew ? settings : { ...settings, ...files.specialTokens };
  const extra = extraTokens(fields);
  const listed = isNew
    ? byId(Object.entries(settings['added_tokens_decoder'] as Json))
    : [
        ...byId(own.filter(isObject).map((token): [unknown, unknown] => [token['id'], token])),
        ...olderTokens(files.addedTokens, [...ROLES.map((role) => fields[role] ?? usual[role]), ...extra]),
      ].sort((a, b) => a.id - b.id);

  const tokens = new Map<string, Json>();
  let next = Object.keys(vocab).length;
  const put = (content: string, token: Json): void => {
    tokens.set(content, token);
    if (isTokenId(token['id']) && token['id'] >= next) next = token['id'] + 1;
  };
  const add = (token: Json): void => {
    const content = contentOf(token);
    if (content === '') return;
    const known = Object.hasOwn(vocab, content) ? vocab[content] : tokens.get(content)?.['id'];
    put(content, { ...token, content, id: known ?? next });
  };
  for (const token of kept) if (isObject(token)) put(contentOf(token), token);
  for (const { token } of listed) add(token);
  const named = ROLES.map((role) => fields[role] ?? usual[role]);
  for (const token of [...named, ...extra]) {
    if (token === undefined || token === null) continue;
    const whole = isObject(token) ? { normalized: false, ...token, special: true } : special(token);
    if (!tokens.has(contentOf(whole))) add(whole);
  }
  return [...tokens.values()];
}

interface Listed {
  readonly id: number;
  readonly token: Json;
}

function byId(entries: readonly (readonly [unknown, unknown])[]): Listed[] {
  return (
    entries
      // A decoder's ids are keys of an object, and are therefore texts.
      .map(([id, token]) => ({ id: typeof id === 'string' ? Number(id) : id, token }))
      .filter((each): each is Listed => isTokenId(each.id) && isObject(each.token))
      .sort((a, b) => a.id - b.id)
  );
}

/** added_tokens.json gives only text and id; a token is special if another file says so. */
function olderTokens(file: Json, specials: readonly unknown[]): Listed[] {
  const names = new Set(specials.map((token) => (isObject(token) ? contentOf(token) : token)));
  return byId(
    Object.entries(file).map(([content, id]): [unknown, Json] => [
      id,
      { content, special: names.has(content), normalized: !names.has(content) },
    ]),
  );
}

/** "extra" and "additional" are the newer and the older name of one list. */
function extraTokens(fields: Json): readonly unknown[] {
  for (const name of ['extra_special_tokens', 'additional_special_tokens']) {
    const value = fields[name];
    const list: unknown = isObject(value) ? Object.values(value) : value;
    if (Array.isArray(list) && list.length > 0)
      return list.filter((token) => typeof token === 'string' || isObject(token));
  }
  return [];
}

const special = (content: unknown): Json => ({
  content: typeof content === 'string' ? content : '',
  special: true,
  normalized: false,
});

const contentOf = (token: Json): string => (typeof token['content'] === 'string' ? token['content'] : '');
