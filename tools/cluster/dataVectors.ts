/** @file What the lab finds in data sets of many kinds, as vectors for the tests of the cluster's reader. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createTokenizer, type Tokenizer } from '../../src/tokenizer/tokenizer';
import { CASES, type Named } from './dataCases';
import { type DataFile, type GivenFiles, type Outcome, outcomeOf, SEED } from './dataOutcome';

export const DATA_VECTORS = 'cluster/tests/vectors/data.json';

/** The tokenizer's files; a pair's second text has a token type of its own with BERT's. */
const TOKENIZERS = {
  'roberta-mini': 'public/models/roberta-mini/tokenizer.json',
  wordpiece: 'tools/parity/fixtures/tokenizing/wordpiece-tokenizer.json',
} as const;

/** Text where the bytes are UTF-8 without a mark, else base64. */
function written({ name, bytes }: DataFile): object {
  const text = new TextDecoder().decode(bytes);
  const isText = Buffer.from(text).equals(Buffer.from(bytes)) && !text.includes('\0');
  return isText ? { name, text } : { name, base64: Buffer.from(bytes).toString('base64') };
}

function filesOf(files: GivenFiles): object {
  if (files.kind === 'embedded') return files;
  if (files.kind === 'local')
    return { kind: files.kind, train: written(files.train), validation: files.validation && written(files.validation) };
  const splits = Object.entries(files.splits).map(([split, parts]) => [split, parts.map(written)]);
  return { ...files, splits: Object.fromEntries(splits) as object };
}

/** The outcome with a hash in place of thousands of token ids. */
function withoutIds(outcome: Outcome): object {
  if ('error' in outcome) return outcome;
  const { ids, ...rest } = outcome;
  return { ...rest, idsHash: createHash('sha256').update(JSON.stringify(ids)).digest('hex') };
}

async function vectorOf([title, given]: Named, tokenizers: ReadonlyMap<string, Tokenizer>): Promise<object> {
  const name = title.startsWith('pairs') ? 'wordpiece' : 'roberta-mini';
  const tokenizer = tokenizers.get(name);
  if (!tokenizer) throw new Error(`There is no tokenizer ${name}.`);
  const { files, ...settings } = given;
  const result = await outcomeOf(given, tokenizer);
  return { title, tokenizer: name, ...settings, files: filesOf(files), result: files.kind === 'embedded' ? withoutIds(result) : result };
}

/** Answers requests for the lab's own files from the disk while `work` runs. */
async function withPublicFiles<T>(work: () => Promise<T>): Promise<T> {
  const { fetch } = globalThis;
  globalThis.fetch = (address) => {
    const path = new URL(address instanceof Request ? address.url : address).pathname;
    return Promise.resolve(new Response(readFileSync(`public${path}`)));
  };
  try {
    return await work();
  } finally {
    globalThis.fetch = fetch;
  }
}

export async function dataVectors(): Promise<string> {
  const tokenizers = new Map(
    Object.entries(TOKENIZERS).map(([name, path]) => [
      name,
      createTokenizer(JSON.parse(readFileSync(path, 'utf8')) as unknown),
    ]),
  );
  const vectors = await withPublicFiles(() => Promise.all(CASES.map((each) => vectorOf(each, tokenizers))));
  const rows = vectors.map((vector) => JSON.stringify(vector)).join(',\n');
  return `{"seed": ${SEED}, "cases": [\n${rows}\n]}\n`;
}
