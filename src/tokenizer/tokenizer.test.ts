import { describe, expect, it } from 'vitest';
import { LabError } from '../base/errors';
import {
  digest,
  encode,
  embeddedSentences,
  firstColumn,
  readAddedTokens,
  readFixture,
  readShared,
  readTokenizer,
  readWholeTokenizer,
  TOKENIZERS,
} from './huggingFace.testing';
import { createTokenizer } from './tokenizer';

const UNLIMITED = 10_000_000;

describe.each(TOKENIZERS)('%s: the ids of Hugging Face', (name) => {
  const tokenizer = readTokenizer(name);
  const fixture = readFixture(name);
  const ids = (text: string, maxLength = UNLIMITED): readonly number[] =>
    encode(tokenizer, text, maxLength).ids;

  it('for every odd text, whole and cut', () => {
    expect(fixture.odd.length).toBeGreaterThan(100);
    const { maxLength } = fixture;
    const wrong = fixture.odd.filter(
      (row) =>
        ids(row.text).join() !== row.ids.join() ||
        ids(row.text, maxLength).join() !== (row.truncated ?? row.ids).join(),
    );
    expect(wrong.map(({ text }) => text)).toEqual([]);
    expect(fixture.odd.some(({ truncated }) => truncated)).toBe(true);
  });

  it('for very long words and texts', () => {
    for (const { unit, count, hash } of fixture.long)
      expect(digest([ids(unit.repeat(count))]), `${unit} ${count} times`).toBe(hash);
  });

  it('for pairs and their token types, whole and cut', () => {
    for (const { texts, maxLength, ids, types } of fixture.pairs) {
      const encoding = encode(tokenizer, texts[0], maxLength ?? UNLIMITED, texts[1]);
      const told = `${texts.join(' | ')} cut to ${maxLength}`;
      expect(encoding.ids, told).toEqual(ids);
      expect(encoding.types ?? ids.map(() => 0), told).toEqual(types);
      if (maxLength === null) expect(encoding.fullLength).toBe(ids.length);
      else if (encoding.fullLength > maxLength) expect(ids.length, told).toBe(maxLength);
    }
  });

  const { size, hashes } = fixture.blocks;
  if (Object.keys(hashes).length > 0)
    it('for every assigned character between two letters', () => {
      const wrong = Object.entries(hashes).filter(([start, hash]) => {
        const first = parseInt(start, 16);
        const codes = Array.from({ length: size }, (_, i) => first + i).filter(
          (c) => c < 0xd800 || c > 0xdfff,
        );
        return digest([ids(codes.map((code) => `a${String.fromCodePoint(code)}b`).join(' '))]) !== hash;
      });
      expect(wrong.map(([start]) => start)).toEqual([]);
    });

  it('for all sentences of the embedded data set', () => {
    expect(digest(embeddedSentences().map((text) => ids(text)))).toBe(fixture.dataset);
  });
});

it('gives the ids of Hugging Face for 10,000 sentences of SST-2, by each tokenizer', (context) => {
  const sst2 = readShared('sst2/train.tsv');
  const wholes = TOKENIZERS.map((name) => ({ name, whole: readWholeTokenizer(name) }));
  // These data may not be redistributed, so they are kept beside a developer's checkout.
  if (sst2 === null || wholes.some(({ whole }) => !whole))
    return context.skip('its data are not beside this checkout');
  const all = firstColumn(sst2);
  for (const { name, whole } of wholes) {
    const { sentences, group, tokens, hashes } = readFixture(name).sst2;
    const encoded = Array.from({ length: sentences }, (_, i) => {
      const text = all[Math.floor((i * all.length) / sentences)] ?? '';
      return whole ? encode(whole, text, UNLIMITED).ids : [];
    });
    expect(encoded.length, name).toBe(10_000);
    expect(
      encoded.reduce((sum, row) => sum + row.length, 0),
      name,
    ).toBe(tokens);
    const wrong = hashes.filter((hash, i) => digest(encoded.slice(i * group, (i + 1) * group)) !== hash);
    expect(wrong, name).toEqual([]);
  }
});

it('finds added tokens of all kinds, before and after each normalizer', () => {
  const { texts, variants } = readAddedTokens();
  expect(variants.length).toBe(5);
  for (const { json, ids } of variants) {
    const tokenizer = createTokenizer(json);
    const wrong = texts.filter((text, i) => encode(tokenizer, text, UNLIMITED).ids.join() !== ids[i]!.join());
    expect(wrong).toEqual([]);
  }
});

it('takes half a surrogate pair for the replacement character, as UTF-8 does', () => {
  for (const name of TOKENIZERS) {
    const tokenizer = readTokenizer(name);
    const idsOf = (text: string): unknown => encode(tokenizer, text, 99).ids;
    for (const text of ['a\ud800b', '\udc00', 'x \ud83d', '\udc00\ud800'])
      expect(idsOf(text)).toEqual(idsOf(text.replace(/[\ud800-\udfff]/g, '\ufffd')));
  }
});

describe('a tokenizer.json that cannot be used', () => {
  const words = { type: 'BertPreTokenizer' };
  const bpe = { type: 'BPE', vocab: { a: 0, b: 1, ab: 2 }, merges: ['a b'] };
  it.each([
    ['null', null, /not an object/],
    ['a list of all', [], /not an object/],
    ['no pre_tokenizer', { model: bpe }, /pre_tokenizer/],
    ['no model', { pre_tokenizer: words }, /model/],
    ['a unigram model', { pre_tokenizer: words, model: { vocab: [['a', 0]] } }, /"Unigram"/],
    ['an unknown model', { pre_tokenizer: words, model: { type: 'nonsense' } }, /"nonsense"/],
    [
      'an unknown normalizer',
      { normalizer: { type: 'Precompiled' }, pre_tokenizer: words, model: bpe },
      /Precompiled/,
    ],
    ['an unknown pre_tokenizer', { pre_tokenizer: { type: 'Metaspace' }, model: bpe }, /Metaspace/],
    ['an unknown post_processor', { pre_tokenizer: words, model: bpe, post_processor: { type: 'X' } }, /"X"/],
    ['merges of three', { pre_tokenizer: words, model: { ...bpe, merges: ['a b c'] } }, /a b c/],
    ['ids that are words', { pre_tokenizer: words, model: { ...bpe, vocab: { a: 'x' } } }, /vocabulary/],
    ['an unk_token without id', { pre_tokenizer: words, model: { ...bpe, unk_token: '?' } }, /"\?"/],
    [
      'an added token without id',
      { pre_tokenizer: words, model: bpe, added_tokens: [{ content: 'x' }] },
      /added_tokens/,
    ],
  ])('with %s is refused', (_, json, message) => {
    expect(() => createTokenizer(json)).toThrow(LabError);
    expect(() => createTokenizer(json)).toThrow(message);
  });
});

it('reads merges as pairs, models without a type, and drops bytes that the vocabulary lacks', () => {
  const json = {
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false },
    model: { vocab: { a: 0, b: 1, ab: 2 }, merges: [['a', 'b']] },
  };
  expect(encode(createTokenizer(json), 'aXb', 9)).toEqual({ ids: [2], types: null, fullLength: 1 });
});
