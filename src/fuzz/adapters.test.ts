/** @file Hostile PEFT adapters: their config, and the tensors beside it. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { parseBoundedJson } from '../base/boundedJson';
import { readBase, readJson, readTensors } from '../interop/fixtures.testing';
import { adapterScenario, headLabels, importAdapter, startValues } from '../interop/peft/importAdapter';
import type { TensorData } from '../weights/safetensors';
import { tamperedJson } from './hostileJson';
import { refuses } from './property';

const CASES = ['partial', 'ranks', 'rslora-suffixes', 'all-linear', 'bert-partial'].map((name) => ({
  json: readJson(`adapters/${name}/adapter_config.json`),
  file: readTensors(`adapters/${name}/adapter_model.safetensors`),
  base: readBase(name.startsWith('bert') ? 'bert' : 'roberta').config,
}));

/** Patterns that take a backtracking matcher a long time, or that only Python's syntax has. */
const PATTERNS = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        '.*',
        '.?',
        '(a|a)',
        '(?:.|e)',
        '(|.)',
        '.+',
        '.{0,99}',
        '\\w*',
        '[^]',
        '[]',
        'x',
        'query',
        '\\.',
        '(',
        ')',
        '*',
        '(?=.*)',
        '\\1',
        '$',
        '^',
      ),
      { maxLength: 120 },
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('.?', '(a|a)', '(?:.|e)', '(|.)', '.{0,3}').map((part) => `${part.repeat(60)}!`),
  fc.constantFrom('(?=(.?){1,60}!)', '([^](.*)*!)', '(.*)*!', '(\\w?){60}!'),
);

const patterned = fc
  .tuple(
    PATTERNS,
    fc.constantFrom('target_modules', 'exclude_modules', 'rank_pattern', 'alpha_pattern', 'layers_pattern'),
    fc.nat({ max: 4 }),
    fc.boolean(),
  )
  .map(([pattern, field, which, many]) => {
    const patterns = many ? Array.from({ length: 2000 }, (_, i) => `${pattern}${i}`) : [pattern];
    const value =
      field.endsWith('_pattern') && field !== 'layers_pattern'
        ? Object.fromEntries(patterns.map((each) => [each, 4]))
        : pattern;
    return JSON.stringify({ ...(CASES[which]!.json as object), [field]: value });
  });

refuses({
  name: 'PEFT adapters',
  share: 7,
  inputs: fc.record({
    text: fc.oneof({ arbitrary: tamperedJson(CASES.map(({ json }) => json)), weight: 3 }, patterned),
    which: fc.nat({ max: CASES.length - 1 }),
    /** The tensor that is removed, renamed, or given another shape or other values. */
    tensor: fc.nat({ max: 30 }),
    change: fc.constantFrom('none', 'none', 'none', 'drop', 'rename', 'shape', 'NaN'),
  }),
  sizeOf: ({ text }) => text.length,
  read({ text, which, tensor, change }) {
    const { file, base } = CASES[which]!;
    let json: unknown;
    try {
      json = parseBoundedJson(text);
    } catch {
      return;
    }
    const changed = tamper(file, tensor, change);
    headLabels(changed, base);
    const adapter = importAdapter(json, changed, base);
    expect(adapter.modules).toHaveLength(base.layers);
    const scenario = adapterScenario(adapter, { name: 'a', color: '#000000', init: 'local:a' });
    for (const { shape, values } of startValues(adapter, scenario).values())
      expect(values.length).toBe(shape.reduce((product, extent) => product * extent, 1));
  },
});

function tamper(file: ReadonlyMap<string, TensorData>, at: number, change: string): Map<string, TensorData> {
  const copy = new Map(file);
  const name = [...file.keys()][at % file.size]!;
  const { shape, values } = file.get(name)!;
  if (change === 'drop' || change === 'rename') copy.delete(name);
  if (change === 'rename') copy.set(`${name}${'x'.repeat(4000)}`, { shape, values });
  if (change === 'shape') copy.set(name, { shape: new Array<number>(4000).fill(1), values });
  if (change === 'NaN') copy.set(name, { shape, values: new Float32Array(values.length).fill(NaN) });
  return copy;
}
