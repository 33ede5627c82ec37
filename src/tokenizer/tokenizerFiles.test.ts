import { describe, expect, it } from 'vitest';
import { encode, readFixture, readTokenizer, type TokenizerName } from './huggingFace.testing';
import { readFileSync } from 'node:fs';
import { createTokenizer } from './tokenizer';
import { openTokenizer, type ReadFile } from './tokenizerFiles';
import type { Json } from './tokenizerJson';

const reader =
  (files: Readonly<Record<string, string>>): ReadFile =>
  (name) =>
    Promise.resolve(files[name] ?? null);

interface Model {
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges: readonly (string | string[])[];
}
const modelOf = (json: unknown): Model => (json as { model: Model }).model;

/** The committed tokenizer.json of one of the fixtures. */
function committed(name: TokenizerName): Json {
  return readTokenizer(name).json as Json;
}

const texts = readFixture('wordpiece').odd.map(({ text }) => text);

describe('a tokenizer of older files gives the ids that its tokenizer.json gives', () => {
  const wordPiece = committed('wordpiece');
  const list = Object.entries(modelOf(wordPiece).vocab).sort(([, a], [, b]) => a - b);
  const vocabText = list.map(([token]) => `${token}\n`).join('');

  it.each([
    ['as it is', vocabText, {}],
    ['with lines of Windows', vocabText.replaceAll('\n', '\r\n'), {}],
    ['cased', vocabText, { do_lower_case: false }],
    ['with accents', vocabText, { strip_accents: false }],
    ['without spaces about Chinese', vocabText, { tokenize_chinese_chars: false }],
  ])('vocab.txt, %s', async (_, vocab, config: Record<string, boolean>) => {
    const made = await openTokenizer(
      reader({ 'vocab.txt': vocab, 'tokenizer_config.json': JSON.stringify(config) }),
    );
    const wanted = createTokenizer({
      ...wordPiece,
      normalizer: {
        ...(wordPiece['normalizer'] as Json),
        ...('do_lower_case' in config ? { lowercase: config['do_lower_case'] } : {}),
        ...('strip_accents' in config ? { strip_accents: config['strip_accents'] } : {}),
        ...('tokenize_chinese_chars' in config ? { handle_chinese_chars: false } : {}),
      },
    });
    for (const text of texts)
      expect(encode(made, text, 40, text), text).toEqual(encode(wanted, text, 40, text));
  });

  it.each([true, false])('vocab.json and merges.txt, a space before the first word: %s', async (prefix) => {
    const mini = committed('roberta-mini');
    const { vocab, merges } = modelOf(mini);
    const made = await openTokenizer(
      reader({
        'vocab.json': JSON.stringify(vocab),
        'merges.txt': `#version: 0.2\n${merges.map((merge) => [merge].flat().join(' ')).join('\n')}\n`,
        'tokenizer_config.json': JSON.stringify({
          add_prefix_space: prefix,
          mask_token: { content: '<mask>', lstrip: true },
        }),
      }),
    );
    const wanted = createTokenizer({
      ...mini,
      normalizer: null,
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: prefix },
    });
    for (const text of texts)
      expect(encode(made, text, 40, text), text).toEqual(encode(wanted, text, 40, text));
  });
});

interface FilesFixture {
  readonly texts: readonly string[];
  readonly contents: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly name: string;
    /** The keys of `contents`, by file name. */
    readonly files: Readonly<Record<string, string>>;
    readonly ids: readonly (readonly number[])[];
  }[];
}
const several = JSON.parse(
  readFileSync(new URL('../../tools/parity/fixtures/tokenizing/files.json', import.meta.url), 'utf8'),
) as FilesFixture;

describe('a tokenizer in several files gives the ids that Transformers gives', () => {
  it.each(several.cases)('$name', async ({ files, ids }) => {
    const contents = Object.fromEntries(
      Object.entries(files).map(([file, key]) => [file, several.contents[key]!]),
    );
    const made = await openTokenizer(reader(contents));
    expect(several.texts.map((text) => encode(made, text, 100).ids)).toEqual(ids);
  });
});

it.each([
  [{}, /neither tokenizer.json.*vocab.txt/],
  [{ 'vocab.json': '{}' }, /no tokenizer/],
  [{ 'tokenizer.json': '{' }, /tokenizer.json is not JSON/],
  [{ 'vocab.json': '[]', 'merges.txt': '' }, /vocab.json is not an object/],
  [{ 'vocab.json': '{"<s>": 0}', 'merges.txt': '' }, /vocab.json has no token <\/s>/],
  [{ 'vocab.txt': 'a\nb\n' }, /vocab.txt has no token \[CLS\]/],
  ...[
    // These cut words differently from BERT's and RoBERTa's classes, or put other marks around a text.
    ['BertJapaneseTokenizer', 'bert', 'vocab.txt'],
    ['HerbertTokenizerFast', 'bert', 'vocab.json'],
    ['GPT2Tokenizer', 'roberta', 'vocab.json'],
    ['PreTrainedTokenizerFast', 'roberta', 'vocab.json'],
    ['BertTokenizer', 'bert', 'vocab.json'],
  ].flatMap(([named, type, file]): [Record<string, string>, RegExp][] => {
    const vocabulary: Record<string, string> =
      file === 'vocab.txt' ? { [file]: '' } : { 'vocab.json': '{}', 'merges.txt': '' };
    const model = { model_type: type, tokenizer_class: named };
    const settings = { 'tokenizer_config.json': JSON.stringify({ tokenizer_class: named }) };
    const message = new RegExp(`cannot build the tokenizer ${named} from ${file}`);
    return [
      [{ ...vocabulary, 'config.json': JSON.stringify(model) }, message],
      [{ ...vocabulary, ...settings, 'config.json': JSON.stringify({ model_type: type }) }, message],
    ];
  }),
  [
    { 'vocab.json': '{}', 'merges.txt': '', 'config.json': '{"model_type": "bert"}' },
    /cannot build a model of type "bert" from vocab\.json/,
  ],
])('says what is wrong with %j', async (files: Record<string, string>, message) => {
  await expect(openTokenizer(reader(files))).rejects.toThrow(message);
});
