/** @file Each rule about imports finds planted violations, and nothing in code that is right. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findings } from './findings.testing.mjs';
import { FLOORS, floorOf, looksUp } from './floors.mjs';
import { cycleThrough, importGraph } from './importGraph.mjs';

/** @param {Readonly<Record<string, string>>} files of a house @returns {string[]} file and message of everything found */
const found = (files) =>
  findings(files, { rules: { 'house/imports-look-down': 'error', 'house/no-import-cycle': 'error' } }).map(
    ({ file, message }) => `${file}: ${message}`,
  );

it('knows the floor of a file by the nearest folder that has one', () => {
  expect(floorOf('src/ops/flat.ts')).toBe('src/ops');
  expect(floorOf('src/ops/webgpu/linear/gemm.ts')).toBe('src/ops/webgpu/linear');
  expect(floorOf('src/data/formats/json.ts')).toBe('src/data');
  expect(floorOf('tools/start.mjs')).toBeNull();
  expect(new Set(FLOORS).size).toBe(FLOORS.length);
});

it('lets imports look down and along, not up', () => {
  expect(looksUp('src/train/trial.ts', 'src/base/errors.ts')).toBe(false);
  expect(looksUp('src/data/table.ts', 'src/data/formats/json.ts')).toBe(false);
  expect(looksUp('src/base/errors.ts', 'src/train/trial.ts')).toBe(true);
  expect(looksUp('app/store/lab.ts', 'app/ui/Notice.tsx')).toBe(true);
});

it('finds imports that look up, however they are written, and circles with their way, and leaves tests alone', () => {
  const messages = found({
    'src/base/low.ts': "import { a } from '../train/high';\nexport { a } from '../train/high';\nvoid a;\n",
    'src/base/lazy.ts': "export const a = () => import('../train/high');\n",
    'src/base/low.test.ts': "import { a } from '../train/high';\nvoid a;\n",
    'src/train/high.ts': "import { b } from '../base/plain';\nexport const a = b;\n",
    'src/base/plain.ts': 'export const b = 1;\n',
    'src/data/one.ts': "import { two } from './two';\nexport const one = two;\n",
    'src/data/two.ts': "import { three } from './three';\nexport const two = three;\n",
    'src/data/three.ts': "import { one } from './one';\nexport const three = one;\n",
    'src/data/aside.ts': "import { one } from './one';\nvoid one;\n",
  });
  const up = 'src/train is above src/base: see the floors in tools/lint/floors.mjs.';
  const circle = 'Imports go round in a circle:';
  const [one, two, three] = ['src/data/one.ts', 'src/data/two.ts', 'src/data/three.ts'];
  expect(messages).toEqual([
    `src/base/lazy.ts: ${up}`,
    `src/base/low.ts: ${up}`,
    `src/base/low.ts: ${up}`,
    `${one}: ${circle} ${one} -> ${two} -> ${three} -> ${one}.`,
    `${three}: ${circle} ${three} -> ${one} -> ${two} -> ${three}.`,
    `${two}: ${circle} ${two} -> ${three} -> ${one} -> ${two}.`,
  ]);
});

const FORBIDDEN = [
  ['app', '@tensorflow/tfjs', 'The page never touches tfjs'],
  ['app', '../src/ops/flat', 'The engine runs in the worker'],
  ['app', '../workers/trainer', 'The page knows only workers/client'],
  ['workers', '../app/main', 'Imports point one way'],
  ['src/base', '../../workers/client', 'src/ stands alone'],
  ['src/base', 'react', 'src/ has no user interface'],
];

/** Ways to write an import of X. */
const WRITTEN = [
  "import { a } from 'X';\nexport const b = a;\n",
  "import type { A } from 'X';\nexport const b: A = 1;\n",
  "export { a } from 'X';\n",
  "export * from 'X';\n",
  "export const a = () => import('X');\n",
];

it('forbids a part of the house what is not for it, however the import is written', () => {
  const planted = FORBIDDEN.flatMap(([folder = '', source = '', message = ''], which) =>
    WRITTEN.map((text, way) => ({
      file: `${folder}/a${which}${way}.ts`,
      text: text.replace('X', source),
      message,
    })),
  );
  const files = Object.fromEntries(planted.map(({ file, text }) => [file, text]));
  const allowed = {
    'app/b.ts': "export { a } from '../workers/protocol.ts';\nexport { c } from '../src/base/operation';\n",
    'workers/b.ts': "export { a } from '../src/ops/flat';\n",
    'src/base/dom.ts': 'export const title = () => document.title;\n',
  };
  const refused = findings({ ...files, ...allowed }).filter(({ rule }) =>
    /no-forbidden-import|no-restricted-globals/.test(rule ?? ''),
  );
  const expected = [
    ...planted.map(({ file, message }) => ({ file, rule: 'house/no-forbidden-import', message })),
    { file: 'src/base/dom.ts', rule: 'no-restricted-globals', message: 'src/ has no DOM' },
  ].sort((a, b) => a.file.localeCompare(b.file, 'en'));
  expect(refused).toEqual(expected.map((one) => ({ ...one, message: expect.stringContaining(one.message) })));
});

it('has no circle in the project, types included', () => {
  const root = join(import.meta.dirname, '../..');
  const graph = importGraph(root, ['src', 'workers', 'app']);
  expect(graph.size).toBeGreaterThan(600);
  expect([...graph.keys()].map((file) => cycleThrough(graph, file)).filter(Boolean)).toEqual([]);
});
