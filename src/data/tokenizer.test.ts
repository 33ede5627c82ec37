import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LabError } from '../errors';
import { createTokenizer } from './tokenizer';

interface TokenizerFixture {
  readonly maxLength: number;
  readonly texts: readonly { readonly text: string; readonly ids: number[]; readonly truncated: number[] }[];
}

const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const MODEL = '../../public/models/roberta-mini';
const tokenizer = createTokenizer(json(`${MODEL}/tokenizer.json`), json(`${MODEL}/tokenizer_config.json`));
const fixture = json('../../tools/parity/fixtures/tokenizer.json') as TokenizerFixture;

describe('the embedded tokenizer', () => {
  it('gives the ids of Hugging Face Transformers for every text of the fixture', () => {
    expect(fixture.texts.length).toBeGreaterThan(100);
    const different = fixture.texts.filter(
      ({ text, ids }) => tokenizer.encode(text, 10_000).join() !== ids.join(),
    );
    expect(different.map(({ text }) => text)).toEqual([]);
  });

  it('truncates as Transformers does, end mark kept', () => {
    for (const { text, truncated } of fixture.texts)
      if (tokenizer.encode(text, 10_000).length > fixture.maxLength)
        expect(tokenizer.encode(text, fixture.maxLength), text).toEqual(truncated);
  });
});

it('names tokenizer.json when it cannot be used', () => {
  expect(() => createTokenizer({ model: { type: 'nonsense' } }, {})).toThrow(LabError);
});
