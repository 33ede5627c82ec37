/**
 * @file Token ids of data sets in IndexedDB, so that a second visit does not tokenize again.
 *
 * The key depends on the tokenizer, the texts and the length, whatever their names are. The store is bounded, and only
 * a shortcut: if it does not work, texts are tokenized again.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { EncodedTexts, TextRows } from '../src/data/encodeTexts';
import { inTime, NoAnswer } from '../src/base/inTime';
import type { Tokenizer } from '../src/tokenizer/tokenizer';

/** Must be raised whenever the same tokenizer.json gives other ids than before. */
const TOKENIZING_VERSION = 1;
/** The most bytes of the store: enough for about a dozen data sets of SST-2's size. */
const BYTES_KEPT = 64 * 2 ** 20;

interface CacheDatabase extends DBSchema {
  texts: { key: string; value: EncodedTexts };
  /** The size of each entry and when it was last used, to choose which ones are removed. */
  uses: { key: string; value: { readonly bytes: number; readonly usedAt: number } };
}

export interface TokenCache {
  /** The entry of the key; null if there is none or the store fails. */
  get(key: string): Promise<EncodedTexts | null>;
  /** Keeps an entry if it can, and removes those that were not used for the longest time. */
  put(key: string, encoded: EncodedTexts): Promise<void>;
}

export function createTokenCache(bytesKept = BYTES_KEPT, name = 'lora-lab-tokens'): TokenCache {
  let opened: Promise<IDBPDatabase<CacheDatabase>> | null = null;
  const database = (): Promise<IDBPDatabase<CacheDatabase>> =>
    (opened ??= openDB<CacheDatabase>(name, 1, {
      upgrade(db) {
        db.createObjectStore('texts');
        db.createObjectStore('uses');
      },
      // Another page wants a newer version, or to delete the store: this page can do without it.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
      terminated: () => (opened = null),
    }));
  /** Whether the store has not answered in time. It is used again if it answers after all; until then nobody waits for it. */
  let isSilent = false;
  const use = async <T>(work: (db: IDBPDatabase<CacheDatabase>) => Promise<T>): Promise<T> => {
    if (isSilent) throw new NoAnswer(`${name} does not answer.`);
    try {
      return await inTime(database().then(work), { onLate: () => (isSilent = false) });
    } catch (error) {
      isSilent ||= error instanceof NoAnswer;
      throw error;
    }
  };

  return {
    get: (key) =>
      orElse(null, () =>
        use(async (db) => {
          const transaction = db.transaction(['texts', 'uses'], 'readwrite');
          const [texts, uses] = [transaction.objectStore('texts'), transaction.objectStore('uses')];
          const [encoded, known] = await Promise.all([texts.get(key), uses.get(key)]);
          const { bytes } = readUse(known);
          if (encoded && Number.isFinite(bytes)) await uses.put({ bytes, usedAt: Date.now() }, key);
          await transaction.done;
          return isWhole(encoded) ? encoded : null;
        }),
      ),
    put: (key, encoded) =>
      orElse(undefined, async () => {
        const bytes = bytesOf(encoded);
        if (bytes > bytesKept) return;
        await use(async (db) => {
          const transaction = db.transaction(['texts', 'uses'], 'readwrite');
          const [texts, uses] = [transaction.objectStore('texts'), transaction.objectStore('uses')];
          const [keys, all] = await Promise.all([uses.getAllKeys(), uses.getAll()]);
          const others = keys
            .map((other, i) => ({ key: other, ...readUse(all[i]) }))
            .filter((other) => other.key !== key);
          others.sort((a, b) => b.usedAt - a.usedAt);
          let total = bytes;
          for (const other of others) {
            total += other.bytes;
            if (total > bytesKept) await Promise.all([texts.delete(other.key), uses.delete(other.key)]);
          }
          await Promise.all([texts.put(encoded, key), uses.put({ bytes, usedAt: Date.now() }, key)]);
          await transaction.done;
        });
      }),
  };
}

/** Whether the parts of an entry fit together, whoever wrote it; if not, the texts are tokenized again. */
function isWhole(value: unknown): value is EncodedTexts {
  if (typeof value !== 'object' || value === null) return false;
  const { ids, types, lengths, fullLengths } = value as Readonly<Record<keyof EncodedTexts, unknown>>;
  if (!(ids instanceof Int32Array && lengths instanceof Int32Array && fullLengths instanceof Int32Array))
    return false;
  return (
    (types === null || (types instanceof Uint8Array && types.length === ids.length)) &&
    fullLengths.length === lengths.length &&
    lengths.every((length) => length >= 0) &&
    lengths.reduce((sum, length) => sum + length, 0) === ids.length &&
    ids.every((id) => id >= 0)
  );
}

/** An entry that cannot be read counts as the first one to remove. */
function readUse(value: unknown): { readonly bytes: number; readonly usedAt: number } {
  const { bytes, usedAt } = (value ?? {}) as { readonly bytes?: unknown; readonly usedAt?: unknown };
  return Number.isFinite(bytes) && Number.isFinite(usedAt)
    ? { bytes: Number(bytes), usedAt: Number(usedAt) }
    : { bytes: Infinity, usedAt: -Infinity };
}

async function orElse<T>(value: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    return value; // private windows, full disks, stores that another page blocks
  }
}

function bytesOf({ ids, types, lengths, fullLengths }: EncodedTexts): number {
  return ids.byteLength + (types?.byteLength ?? 0) + lengths.byteLength + fullLengths.byteLength;
}

const tokenizerHashes = new WeakMap<Tokenizer, string>();

/** The texts are hashed one by one: together they would take the memory of the data set again. */
export function tokenCacheKey(tokenizer: Tokenizer, rows: TextRows, maxLength: number): string {
  let tokenizerHash = tokenizerHashes.get(tokenizer);
  if (tokenizerHash === undefined) {
    tokenizerHash = bytesToHex(sha256(utf8ToBytes(JSON.stringify(tokenizer.json))));
    tokenizerHashes.set(tokenizer, tokenizerHash);
  }
  const hash = sha256.create().update(utf8ToBytes('['));
  let separator = '';
  for (const { text, pair } of rows) {
    hash.update(utf8ToBytes(separator + JSON.stringify((pair ?? null) === null ? text : [text, pair])));
    separator = ',';
  }
  hash.update(utf8ToBytes(']'));
  return `${TOKENIZING_VERSION} ${maxLength} ${tokenizerHash} ${bytesToHex(hash.digest())}`;
}
