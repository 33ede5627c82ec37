import { describe, expect, it } from 'vitest';
import { storedTiles, withTiles } from './keptTiles';

const TILES = { browser: 'Chrome/156', chosen: { 'NN whole': '64x128' } };

describe('storedTiles', () => {
  it('reads what was written, and `off`', () => {
    expect(storedTiles(JSON.stringify({ card: TILES }))).toEqual({ card: TILES });
    expect(storedTiles('off')).toBe('off');
  });

  it.each([null, '', '{', '7', '[]', '{"a":7,"b":{"browser":3,"chosen":{}},"c":{"browser":"x"}}'])(
    'is empty for %j',
    (text) => expect(storedTiles(text)).toEqual({}),
  );

  it('leaves out names that are none', () => {
    const text = JSON.stringify({ card: { browser: 'x', chosen: { a: 'b', c: 3, d: 'e'.repeat(1000) } } });
    expect(storedTiles(text)).toEqual({ card: { browser: 'x', chosen: { a: 'b' } } });
  });
});

it('withTiles replaces what a device had, and forgets the oldest of many', () => {
  let kept = withTiles({}, 'card', TILES);
  const later = { ...TILES, browser: 'Chrome/157' };
  expect((kept = withTiles(kept, 'card', later))).toEqual({ card: later });
  for (let i = 0; i < 9; i++) kept = withTiles(kept, `card ${i}`, TILES);
  expect(Object.keys(kept)).toEqual(Array.from({ length: 8 }, (_, i) => `card ${i + 1}`));
});
