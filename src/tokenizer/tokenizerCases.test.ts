/** @file Model folders as people have them, in which Transformers combines several files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { encode } from './huggingFace.testing';
import { openTokenizer } from './tokenizerFiles';

const CASES = new URL('../../tools/parity/fixtures/tokenizing/cases/', import.meta.url);

interface Expected {
  readonly texts: readonly string[];
  /** The ids that Transformers gives the texts. */
  readonly ids: readonly (readonly number[])[];
}

it.each(readdirSync(CASES))('%s gives the ids of Transformers', async (name) => {
  const read = (file: string): string | null => {
    const path = new URL(`${name}/${file}`, CASES);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  };
  const { texts, ids } = JSON.parse(read('expected.json') ?? '') as Expected;
  const tokenizer = await openTokenizer((file) => Promise.resolve(read(file)));
  expect(texts).toHaveLength(3);
  expect(texts.map((text) => encode(tokenizer, text, 40).ids)).toEqual(ids);
});
