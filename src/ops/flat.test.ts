import { expect, test } from 'vitest';
import { flatPair, layOut, type Flat, type FlatLayout } from './flat';

const layout = layOut([{ name: 'w', shape: [2, 3], decay: true }]);

/** Makes buffers, and fails once `limit` of them are alive. */
function memory(limit: number): { alive: () => number; make: (of: FlatLayout) => Flat } {
  let alive = 0;
  return {
    alive: () => alive,
    make: (of) => {
      if (alive === limit) throw new Error('out of memory');
      alive++;
      return {
        layout: of,
        slot: () => {
          throw new Error('unused');
        },
        write: () => undefined,
        writeEntry: () => undefined,
        read: () => Promise.resolve(new Float32Array()),
        dispose: () => alive--,
      };
    },
  };
}

test('a pair of flat buffers is two of the layout', () => {
  const { alive, make } = memory(2);
  const pair = flatPair(make, layout);
  expect(pair.map((flat) => flat.layout)).toEqual([layout, layout]);
  expect(alive()).toBe(2);
});

test('where there is no memory for the second, the first is freed', () => {
  const { alive, make } = memory(1);
  expect(() => flatPair(make, layout)).toThrow('out of memory');
  expect(alive()).toBe(0);
});
