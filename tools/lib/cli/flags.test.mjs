import { expect, test } from 'vitest';
import { readFlags, readPort } from './flags.mjs';

const KNOWN = { values: ['out', 'experiment'], switches: ['quiet'] };

test('values come after a space or an equals sign, and may hold equals signs', () => {
  const { values, switches } = readFlags(['--out', 'a.json', '--experiment=model=m&lr=1', '--quiet'], KNOWN);
  expect(values.get('out')).toBe('a.json');
  expect(values.get('experiment')).toBe('model=m&lr=1');
  expect(switches.has('quiet')).toBe(true);
});

test('every mistake is named', () => {
  expect(() => readFlags(['--speed', 'x', '--quiet=1', '--out'], KNOWN)).toThrow(
    'unknown argument --speed; unknown argument x; unknown argument --quiet=1; --out needs a value',
  );
});

test('a port is a whole number that a port can have', () => {
  expect(readPort('4173', 'PORT')).toBe(4173);
  for (const text of ['http', '80.5', '-1', '70000']) expect(() => readPort(text, 'PORT')).toThrow(text);
});

test('an option that may be repeated keeps all its values, in order', () => {
  const { lists } = readFlags(['--adapter', 'a', '--adapter=b'], { ...KNOWN, lists: ['adapter'] });
  expect(lists.get('adapter')).toEqual(['a', 'b']);
  expect(() => readFlags(['--adapter'], { ...KNOWN, lists: ['adapter'] })).toThrow('--adapter needs a value');
});
