/** @file Regressions: one small test for each fault that hostile input has found. */
import { expect, it } from 'vitest';
import { readText } from '../data/formats/readFile';
import { checkMetadata } from '../data/formats/parquet/parquetBounds';
import { LabError } from '../base/errors';
import { readJson } from '../interop/fixtures.testing';
import { importAdapter } from '../interop/peft/importAdapter';
import { readAdapterConfig } from '../interop/peft/adapterConfig';
import { targetsOf } from '../interop/peft/targets';
import { parseConfig } from '../architecture/config';
import { createSplitter } from '../tokenizer/addedTokens';
import { createTemplate } from '../tokenizer/template';
import { parseTokenizerJson } from '../tokenizer/tokenizerJson';

const CONFIG = readJson('adapters/base-roberta/config.json') as Record<string, unknown>;
const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

it('a value nested deep in a message was a stack overflow', () => {
  expect(() => parseConfig({ ...CONFIG, model_type: deep(20_000) })).toThrow(LabError);
  expect(() => readAdapterConfig({ peft_type: deep(20_000) })).toThrow(LabError);
});

it('a model of 10^15 layers was a list without end', () => {
  expect(() => parseConfig({ ...CONFIG, num_hidden_layers: 1e15 })).toThrow('num_hidden_layers');
  expect(() => parseConfig({ ...CONFIG, vocab_size: 1e15 })).toThrow('vocab_size');
});

it('few wide rows among many short ones took memory for every column of each', async () => {
  const ROWS = 50_000;
  const wide = `${Array.from({ length: 999 }, (_, i) => `c${i}`).join(',')}\n`;
  const before = process.memoryUsage().heapUsed;
  const source = readText(wide + 'x\n'.repeat(ROWS), 'a.csv');
  const lines = readText(
    JSON.stringify(Object.fromEntries(Array.from({ length: 999 }, (_, i) => [`c${i}`, 1]))) +
      '\n{}'.repeat(ROWS),
    'a.jsonl',
  );
  // When rows were filled up with empty cells, each of these took 0.4 GB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000_000);
  const context = {
    sources: {
      hubUrl: '',
      hubAllowed: false,
      hubToken: null,
      localModels: new Map(),
      localDatasets: new Map(),
      localAdapters: new Map(),
    },
    signal: new AbortController().signal,
    onBytes: () => undefined,
  };
  expect(await source.read([998], [0, 5], context)).toEqual([[null, null]]);
  expect((await lines.read([3], null, context))[0]!.slice(0, 2)).toEqual(['1', null]);
});

it('thousands of patterns in a rank_pattern were tried for minutes', () => {
  const config = readJson('adapters/ranks/adapter_config.json') as object;
  const patterns = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`.*.*.*${i}`, 4]));
  const read = readAdapterConfig({ ...config, rank_pattern: patterns });
  expect(() => targetsOf(read, { layers: 12 }, 'roberta', 'roberta.')).toThrow('too long');
  expect(() => importAdapter({ ...config, rank_pattern: patterns }, new Map(), parseConfig(CONFIG))).toThrow(
    LabError,
  );
});

it('an added token with a dash was an invalid regular expression', () => {
  const token = {
    id: 7,
    content: '<extra-id>',
    singleWord: false,
    stripsLeft: true,
    stripsRight: false,
    normalized: false,
  };
  expect(createSplitter([token], (text) => text)('a <extra-id>b')).toEqual(['a', 7, 'b']);
});

it('white space before an added token took time with the square of its length', () => {
  const token = {
    id: 7,
    content: '<mask>',
    singleWord: true,
    stripsLeft: true,
    stripsRight: false,
    normalized: false,
  };
  const begun = performance.now();
  const pieces = createSplitter(
    [token],
    (text) => text,
  )(`${' '.repeat(200_000)}x${' <mask>'.repeat(20_000)}`);
  expect(pieces).toHaveLength(20_001);
  expect(performance.now() - begun).toBeLessThan(2000);
});

it.each([
  ['a part that is null', { type: 'Sequence', processors: [null] }],
  [
    'a name that is no text',
    {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: { toString: 1 } } }],
      pair: [],
      special_tokens: {},
    },
  ],
  [
    'a text twice',
    {
      type: 'TemplateProcessing',
      single: [{ Sequence: { id: 'A' } }, { Sequence: { id: 'A' } }],
      pair: [],
      special_tokens: {},
    },
  ],
])('a post_processor with %s is refused', (_, json) => {
  expect(() => createTemplate(json)).toThrow(LabError);
});

it('merges into a token without an id are refused', () => {
  const json = { pre_tokenizer: {}, model: { type: 'BPE', vocab: { a: 0, b: 1 }, merges: ['a b'] } };
  expect(() => parseTokenizerJson(json)).toThrow('"ab"');
});

it('a Parquet file has the rows of its row groups, whatever else its footer claims', () => {
  const schema = [
    { name: 'root', num_children: 1 },
    { name: 'a', type: 'INT32' as const },
  ];
  const metadata = {
    version: 2,
    schema,
    num_rows: 10n,
    metadata_length: 1,
    row_groups: [{ columns: [], total_byte_size: 0n, num_rows: 4n }],
  };
  expect(checkMetadata(metadata, { size: 100 })).toBe(4);
});
