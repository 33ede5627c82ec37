/** @file Imports are found however they are written, and nothing that only looks like one. */
import { expect, it } from 'vitest';
import { importsIn } from './importsIn.mjs';

it.each([
  ["import { a } from './a';", ['./a']],
  ["import './a';", ['./a']],
  ["import type { A } from './a';", ['./a']],
  ["import { type A } from './a';", ['./a']],
  ["import data from './a.json' with { type: 'json' };", ['./a.json']],
  ["export { a } from './a';", ['./a']],
  ["export type { A } from './a';", ['./a']],
  ["export * from './a';", ['./a']],
  ["export * as a from './a';", ['./a']],
  ["export const a = () => import('./a');", ['./a']],
  ['export const a = () => import(`./a`);', ['./a']],
  ["export type A = import('./a').A;", ['./a']],
  ["export let a: typeof import('./a');", ['./a']],
  ["import a = require('./a');", ['./a']],
  ["export const a = require('./a');", ['./a']],
  ["import { a } from './a';\nimport { b } from './a';\nexport * from '../b';", ['./a', '../b']],
  ['export const a = (name: string) => import(`./${name}.ts`);', []],
  ["// import { a } from './a';\nexport const a = \"import('./a')\";", []],
  ['export {};', []],
])('%s', (text, found) => {
  expect(importsIn('here.ts', text)).toEqual(found);
});

it.each([
  ["import type { A } from './a';\nimport type B from './b';\nexport type { C } from './c';", []],
  ["export type A = import('./a').A;\nexport const b = import('./b');", ['./b']],
  // A name alone that is a type leaves the import itself.
  ["import { type A } from './a';", ['./a']],
  ["import type from './a';\nimport types from './b';", ['./a', './b']],
])('without types: %s', (text, found) => {
  expect(importsIn('here.ts', text, { types: false })).toEqual(found);
});

it('reads markup, and JavaScript', () => {
  const text = "import { A } from './A';\nexport const B = () => <A open={() => import('./C')} />;\n";
  expect(importsIn('here.tsx', text)).toEqual(['./A', './C']);
  expect(importsIn('here.mjs', "import { a } from './a.mjs';\n")).toEqual(['./a.mjs']);
});

it('says which file it cannot read', () => {
  expect(() => importsIn('src/torn.ts', 'import { a from')).toThrow('src/torn.ts cannot be read');
});
