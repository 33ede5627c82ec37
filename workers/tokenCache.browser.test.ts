import { deleteDB, openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EncodedTexts } from '../src/data/encodeTexts';
import type { TokenBuffer } from '../src/tokenizer/tokenBuffer';
import type { Tokenizer } from '../src/tokenizer/tokenizer';
import type { ModelDescription } from './modelCache';
import { createTokenCache, tokenCacheKey } from './tokenCache';
import { tokenIds } from './tokenIds';

const NAME = 'token-cache-test';
beforeEach(() => deleteDB(NAME));

/** An entry that takes 4 * count + 8 bytes. */
const encoded = (count: number, value = 7): EncodedTexts => ({
  ids: new Int32Array(count).fill(value),
  types: null,
  lengths: Int32Array.of(count),
  fullLengths: Int32Array.of(count + 1),
});

const row = { text: 'a' };

/** Gives each text one id, its length. @param seen gets every text */
function tokenizer(json: unknown = 'one', seen: string[] = []): Tokenizer {
  const encode = (into: TokenBuffer, text: string): number => {
    seen.push(text);
    into.push(text.length);
    return 1;
  };
  return { kind: 'BPE', json, encode };
}

describe('the cache of token ids', () => {
  it('keeps them for the next visit, types too', async () => {
    const texts = { ...encoded(5), types: Uint8Array.of(0, 0, 1, 1, 1) };
    await createTokenCache(1000, NAME).put('key', texts);
    const next = createTokenCache(1000, NAME);
    expect(await next.get('key')).toEqual(texts);
    expect(await next.get('another')).toBeNull();
  });

  it('lets go of what was not used for longest, and never takes what is larger than all of it', async () => {
    const cache = createTokenCache(300, NAME);
    const now = vi.spyOn(Date, 'now');
    for (const [time, key] of ['a', 'b', 'c'].entries()) {
      now.mockReturnValue(time);
      await cache.put(key, encoded(20, time)); // 88 bytes each
    }
    now.mockReturnValue(10);
    expect(await cache.get('a')).not.toBeNull();
    now.mockReturnValue(11);
    await cache.put('d', encoded(20));
    expect(await cache.get('b')).toBeNull();
    for (const key of ['a', 'c', 'd']) expect(await cache.get(key), key).not.toBeNull();
    await cache.put('large', encoded(100));
    expect(await cache.get('large')).toBeNull();
    for (const key of ['a', 'c', 'd']) expect(await cache.get(key), key).not.toBeNull();
    now.mockRestore();
  });

  it('does without where another tab holds the store up, and uses it again afterwards', async () => {
    const cache = createTokenCache(1000, NAME);
    await cache.put('key', encoded(5));
    const other = await openDB(NAME);
    const store = other.transaction('texts', 'readwrite').store;
    let asleep = true;
    void (async () => {
      while (asleep) await store.get('nothing');
    })();
    expect(await cache.get('key')).toBeNull();
    const again = performance.now();
    expect(await cache.get('key')).toBeNull();
    expect(performance.now() - again).toBeLessThan(1000);
    asleep = false;
    await expect.poll(() => cache.get('key')).toEqual(encoded(5));
    other.close();
  });

  it('gives nothing back that does not fit together, and is not held up by what it cannot read', async () => {
    const whole = { ...encoded(3), lengths: Int32Array.of(1, 2), fullLengths: Int32Array.of(1, 2) };
    const cache = createTokenCache(1000, NAME);
    await cache.put('key', whole);
    const bad = [
      'text',
      { ...whole, ids: [1, 2, 3] },
      { ...whole, lengths: Int32Array.of(1, 3) },
      { ...whole, lengths: Int32Array.of(-1, 4) },
      { ...whole, fullLengths: Int32Array.of(1) },
      { ...whole, ids: Int32Array.of(1, -2, 3) },
      { ...whole, types: Uint8Array.of(1) },
    ];
    const db = await openDB(NAME);
    for (const value of bad) {
      await db.put('texts', value, 'key');
      expect(await cache.get('key')).toBeNull();
    }
    await db.put('uses', 'nonsense', 'other');
    db.close();
    await cache.put('next', whole);
    expect(await cache.get('next')).toEqual(whole);
  });

  it('only means tokenizing again where the store fails', async () => {
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    const cache = createTokenCache(1000, NAME);
    await cache.put('key', encoded(3));
    expect(await cache.get('key')).toBeNull();
    expect(open).toHaveBeenCalled();
    open.mockRestore();
  });
});

it('a key is another for another tokenizer, length, text, order or pair', () => {
  const keys = [
    tokenCacheKey(tokenizer(), [row, { text: 'b' }], 8),
    tokenCacheKey(tokenizer('two'), [row, { text: 'b' }], 8),
    tokenCacheKey(tokenizer(), [row, { text: 'b' }], 9),
    tokenCacheKey(tokenizer(), [{ text: 'b' }, row], 8),
    tokenCacheKey(tokenizer(), [{ text: 'a', pair: 'b' }], 8),
    tokenCacheKey(tokenizer(), [{ text: 'ab' }], 8),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(tokenCacheKey(tokenizer(), [{ ...row, pair: undefined }, { text: 'b' }], 8)).toBe(keys[0]);
});

describe('token ids of a data set', () => {
  const model = (made: Tokenizer, vocabulary = 100): ModelDescription =>
    ({ id: 'tiny', tokenizer: made, config: { vocabulary, tokenTypes: 1 } }) as ModelDescription;
  const options = { signal: new AbortController().signal, onSentences: () => undefined };
  const parts = { train: [{ text: 'one' }, { text: 'three' }], validation: [{ text: 'seventh' }] };

  it('come from the tokenizer once, then from the cache', async () => {
    const [first, second]: [string[], string[]] = [[], []];
    const load = (seen: string[]): ReturnType<typeof tokenIds> =>
      tokenIds(parts, model(tokenizer('one', seen)), 8, options, createTokenCache(1000, NAME));
    const made = await load(first);
    expect([made.train, made.validation].map(({ ids }) => [...ids])).toEqual([[3, 5], [7]]);
    expect(first).toEqual(['one', 'three', 'seventh']);
    expect(await load(second)).toEqual(made);
    expect(second).toEqual([]);
  });

  it('are refused where the model has fewer tokens', async () => {
    const cache = createTokenCache(1000, NAME);
    await expect(tokenIds(parts, model(tokenizer(), 7), 8, options, cache)).rejects.toThrow(
      /id 7.*tiny has 7/,
    );
  });

  it('are refused where the model has fewer token types', async () => {
    const pairs: Tokenizer = {
      ...tokenizer(),
      encode(into) {
        const start = into.length;
        for (const id of [1, 2]) into.push(id);
        into.setType(start + 1, start + 2, 1);
        return 2;
      },
    };
    const cache = createTokenCache(1000, NAME);
    await expect(tokenIds(parts, model(pairs), 8, options, cache)).rejects.toThrow(
      /token type 1.*1 token types/,
    );
  });
});
