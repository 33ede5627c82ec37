/** @file Hostile tokenizer files, and hostile texts for tokenizers. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { encode } from '../tokenizer/huggingFace.testing';
import { openTokenizer } from '../tokenizer/tokenizerFiles';
import { tamperedJson } from './hostileJson';
import { anyText, tampered } from './hostileText';
import { refuses } from './property';
import { byteSpelling } from '../tokenizer/preTokenizers';

const WORD_PIECE = JSON.parse(
  readFileSync(
    new URL('../../tools/parity/fixtures/tokenizing/wordpiece-tokenizer.json', import.meta.url),
    'utf8',
  ),
) as { model: { vocab: Record<string, number> } };

const TOKENS = ['<s>', '<pad>', '</s>', '<unk>', '<mask>', ...byteSpelling(), 'he', 'Ġh', 'Ġhe'];
const VOCABULARY = Object.fromEntries(TOKENS.map((token, id) => [token, id]));

/** Small files, so that most tampering hits something that matters. */
const BYTE_LEVEL = {
  added_tokens: [
    { id: 0, content: '<s>', special: true, normalized: false },
    { id: 4, content: '<mask>', lstrip: true, single_word: true, normalized: true },
  ],
  normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Lowercase' }] },
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '<s>', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '</s>', type_id: 0 } },
    ],
    pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
    special_tokens: { '<s>': { id: '<s>', ids: [0] }, '</s>': { id: '</s>', ids: [2] } },
  },
  model: { type: 'BPE', unk_token: null, vocab: VOCABULARY, merges: ['h e', ['Ġ', 'h'], 'Ġh e'] },
};
const SHORT_WORD_PIECE = {
  ...WORD_PIECE,
  model: {
    ...WORD_PIECE.model,
    vocab: Object.fromEntries(Object.entries(WORD_PIECE.model.vocab).slice(0, 60)),
  },
  post_processor: { type: 'BertProcessing', cls: ['[CLS]', 2], sep: ['[SEP]', 3] },
};
const MERGES = '#version: 0.2\nh e\nĠ h\nĠh e\n';
const VOCAB_TXT = '[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\n##lo\n';

const files: fc.Arbitrary<Record<string, string>> = fc.oneof(
  {
    arbitrary: tamperedJson([BYTE_LEVEL, SHORT_WORD_PIECE]).map((text) => ({ 'tokenizer.json': text })),
    weight: 6,
  },
  {
    arbitrary: fc.record({
      'tokenizer.json': fc.constantFrom(JSON.stringify(BYTE_LEVEL), JSON.stringify(SHORT_WORD_PIECE)),
      'config.json': tamperedJson([{ model_type: 'bert' }, { model_type: 'roberta' }]),
      'tokenizer_config.json': tamperedJson([
        { added_tokens_decoder: { 60: { content: '<url>', rstrip: true } }, do_lower_case: false },
        { tokenizer_class: 'BertTokenizer', extra_special_tokens: ['<url>'], unk_token: '[UNK]' },
      ]),
      'added_tokens.json': tamperedJson([{ '<url>': 60, he: 61 }]),
      'special_tokens_map.json': tamperedJson([{ additional_special_tokens: ['<url>'] }]),
    }),
    weight: 3,
  },
  { arbitrary: anyText.map((text) => ({ 'tokenizer.json': text })), weight: 1 },
  {
    arbitrary: fc.record({
      'vocab.json': fc.oneof(tamperedJson([VOCABULARY]), fc.constant(JSON.stringify(VOCABULARY))),
      'merges.txt': fc.oneof(tampered([MERGES]), fc.constant(MERGES)),
      'tokenizer_config.json': tamperedJson([{ cls_token: { content: '<s>' }, add_prefix_space: true }]),
    }),
    weight: 2,
  },
  { arbitrary: tampered([VOCAB_TXT]).map((text) => ({ 'vocab.txt': text })), weight: 2 },
);

const MAX_LENGTH = 20;

refuses({
  name: "a tokenizer's files",
  share: 8,
  inputs: fc.record({
    files,
    text: fc.oneof(
      anyText,
      fc.constantFrom('hello <mask> he', `${' '.repeat(30_000)}x<mask>`, '<mask>'.repeat(5000)),
    ),
  }),
  sizeOf: ({ files: all, text }) => text.length + Object.values(all).join('').length,
  async read({ files: all, text }) {
    const tokenizer = await openTokenizer((name) => Promise.resolve(all[name] ?? null));
    for (const pair of [null, 'hello he']) {
      const { ids, types, fullLength } = encode(tokenizer, text, MAX_LENGTH, pair);
      expect(ids.length).toBeLessThanOrEqual(MAX_LENGTH);
      expect(fullLength).toBeGreaterThanOrEqual(ids.length);
      expect(ids.filter((id) => !Number.isInteger(id) || id < 0)).toEqual([]);
      if (types) expect(types.filter((type) => !Number.isInteger(type) || type < 0)).toEqual([]);
    }
  },
});
