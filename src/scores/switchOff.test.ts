import { expect, it } from 'vitest';
import { moduleSet } from '../architecture/modules';
import { toggled, withoutAdapters } from './switchOff';

it('silences the B of these modules, and nothing else', () => {
  const tensor = (value: number) => ({ shape: [2], values: Float32Array.of(value, value) });
  const names = [
    'layer.0.query.A',
    'layer.0.query.B',
    'layer.1.query.B',
    'layer.0.up.B',
    'classifier.dense.bias',
  ];
  const tensors = new Map(names.map((name, i) => [name, tensor(i + 1)]));
  const made = withoutAdapters(tensors, [['query', 'down'], []]);
  expect([...made].map(([name, { values }]) => [name, values[0]])).toEqual([
    ['layer.0.query.A', 1],
    ['layer.0.query.B', 0],
    ['layer.1.query.B', 3],
    ['layer.0.up.B', 4],
    ['classifier.dense.bias', 5],
  ]);
  expect(tensors.get('layer.0.query.B')?.values[0]).toBe(2);
});

it('toggles adapted modules: off if any was on, else on', () => {
  const adapted = [['query', 'value'], ['query']] as const;
  const layer1 = moduleSet(2, (layer) => layer === 1);
  const none = [[], []];
  const off = toggled(adapted, none, layer1);
  expect(off).toEqual([['query', 'value'], []]);
  expect(toggled(adapted, off, layer1)).toEqual(none);
  expect(toggled(adapted, [['query'], []], layer1)).toEqual(off);
  expect(
    toggled(
      adapted,
      off,
      moduleSet(2, (_, component) => component === 'query'),
    ),
  ).toEqual([['query', 'value'], ['query']]);
});
