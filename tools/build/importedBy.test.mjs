/** @file Tests of what belongs to a group of files. */
import { expect, test } from 'vitest';
import { importedBy } from './importedBy.mjs';

/** @param {Readonly<Record<string, readonly string[]>>} graph */
const contextOf = (graph) => ({
  /** @param {string} id */
  getModuleInfo: (id) => (graph[id] === undefined ? null : { importedIds: graph[id] }),
});

const GRAPH = { entry: ['a'], a: ['b'], b: ['a', 'outside'], other: ['b'] };

test('a group holds its entries and all that they import, circles and files outside the build included', () => {
  const group = importedBy('forms', ['entry']);
  const groupOf = (/** @type {string} */ id) => group(id, contextOf(GRAPH));
  expect(['entry', 'a', 'b', 'outside'].map(groupOf)).toEqual(['forms', 'forms', 'forms', 'forms']);
  expect(groupOf('other')).toBeNull();
});

test('an entry that is not part of the build is named', () => {
  expect(() => importedBy('forms', ['gone'])('a', contextOf(GRAPH))).toThrow('The build has no gone.');
});
