/**
 * @file The results of Hugging Face's tokenizers for some texts, from tools/parity/fixtures/tokenizing; for tests in
 * Node.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { TokenBuffer } from './tokenBuffer';
import { createTokenizer, type Tokenizer } from './tokenizer';

const FIXTURES = new URL('../../tools/parity/fixtures/tokenizing/', import.meta.url);
/** The folder beside the project that holds its development data. */
const SHARED = new URL('../../../shared/data/', import.meta.url);

const FILES = {
  wordpiece: new URL('wordpiece-tokenizer.json', FIXTURES),
  'roberta-mini': new URL('../../public/models/roberta-mini/tokenizer.json', import.meta.url),
  /** Only the tokens and merges that the fixture's own texts need, with their ids in the whole vocabulary. */
  'roberta-base': new URL('roberta-base-tokenizer.json', FIXTURES),
} as const;

export type TokenizerName = keyof typeof FILES;
export const TOKENIZERS = Object.keys(FILES) as TokenizerName[];

export interface Fixture {
  readonly maxLength: number;
  readonly odd: readonly { readonly text: string; readonly ids: number[]; readonly truncated?: number[] }[];
  readonly long: readonly { readonly unit: string; readonly count: number; readonly hash: string }[];
  readonly pairs: readonly {
    readonly texts: readonly [string, string];
    /** The limit in tokens; null for no truncation. */
    readonly maxLength: number | null;
    readonly ids: number[];
    readonly types: number[];
  }[];
  readonly blocks: {
    readonly size: number;
    /** Results by the hexadecimal number of a block's first character. */
    readonly hashes: Readonly<Record<string, string>>;
  };
  /** The hash of the ids of all sentences of the embedded data set, train.tsv first. */
  readonly dataset: string;
  readonly sst2: {
    readonly sentences: number;
    readonly group: number;
    readonly tokens: number;
    readonly hashes: readonly string[];
  };
}

const json = (url: URL): unknown => JSON.parse(readFileSync(url, 'utf8'));

export function readFixture(name: TokenizerName): Fixture {
  return json(new URL(`${name}.json`, FIXTURES)) as Fixture;
}

/** Texts with added tokens of all kinds; the WordPiece tokenizer's content with several normalizers, and its ids. */
export function readAddedTokens(): {
  readonly texts: readonly string[];
  readonly variants: readonly { readonly json: unknown; readonly ids: readonly (readonly number[])[] }[];
} {
  const { texts, variants } = json(new URL('added-tokens.json', FIXTURES)) as {
    texts: string[];
    variants: { normalizer: unknown; addedTokens: unknown; ids: number[][] }[];
  };
  const base = json(FILES.wordpiece) as object;
  return {
    texts,
    variants: variants.map(({ normalizer, addedTokens, ids }) => ({
      json: { ...base, normalizer, added_tokens: addedTokens },
      ids,
    })),
  };
}

export function readTokenizer(name: TokenizerName): Tokenizer {
  return createTokenizer(json(FILES[name]));
}

/** A tokenizer that cuts any text as Hugging Face's does; null, with a message on the console, if it is not there. */
export function readWholeTokenizer(name: TokenizerName): Tokenizer | null {
  if (name !== 'roberta-base') return readTokenizer(name);
  const text = readShared('roberta-tokenizer/tokenizer.json');
  return text === null ? null : createTokenizer(JSON.parse(text));
}

/** One text's ids as plain lists; `types` is null if the tokenizer sets none. */
export interface Encoding {
  readonly ids: number[];
  readonly types: number[] | null;
  /** The number of ids without a limit. */
  readonly fullLength: number;
}

export function encode(
  tokenizer: Tokenizer,
  text: string,
  maxLength: number,
  pair: string | null = null,
): Encoding {
  const tokens = new TokenBuffer();
  const fullLength = tokenizer.encode(tokens, text, maxLength, pair);
  const types = tokens.types();
  return { ids: [...tokens.ids()], types: types && [...types], fullLength };
}

/** The sentences of the embedded data set, train.tsv first. */
export function embeddedSentences(): string[] {
  return ['train', 'validation'].flatMap((split) => {
    const url = new URL(`../../public/datasets/review-sentences/${split}.tsv`, import.meta.url);
    return firstColumn(readFileSync(url, 'utf8'));
  });
}

/** The sentences of a TSV file with a header and without quotes. */
export function firstColumn(tsv: string): string[] {
  return tsv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t')[0]!);
}

/** The text of a file of the development data; null, with a message on the console, if it is not there. */
export function readShared(path: string): string | null {
  const url = new URL(path, SHARED);
  if (existsSync(url)) return readFileSync(url, 'utf8');
  console.warn(`Left out, for want of development data: ${url.pathname}`);
  return null;
}

/** The first half of the SHA-256 of the rows' ids as little-endian 32-bit numbers, each row preceded by its length. */
export function digest(rows: readonly (readonly number[])[]): string {
  const numbers = Int32Array.from(rows.flatMap((row) => [row.length, ...row]));
  return createHash('sha256').update(new Uint8Array(numbers.buffer)).digest('hex').slice(0, 32);
}
