/** @file Each rule about imports finds planted violations, and nothing in code that is right. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ESLint } from 'eslint';
import { afterEach, expect, it } from 'vitest';
import { FLOORS, floorOf, looksUp } from './floors.mjs';
import { houseRules } from './houseRules.mjs';
import { cycleThrough, importGraph } from './importGraph.mjs';

/** @type {string[]} */
const roots = [];
afterEach(() => roots.splice(0).forEach((root) => rmSync(root, { recursive: true })));

/** @param {Readonly<Record<string, string>>} files @returns {string} the root of a house of just these files */
function house(files) {
  const root = mkdtempSync(join(tmpdir(), 'house-'));
  roots.push(root);
  for (const folder of ['src', 'workers', 'app']) mkdirSync(join(root, folder));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

/** @param {string} root @returns {Promise<string[]>} file and message of everything found */
async function found(root) {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ['**/*.ts'],
        plugins: { house: houseRules },
        rules: { 'house/imports-look-down': 'error', 'house/no-import-cycle': 'error' },
      },
    ],
  });
  const results = await eslint.lintFiles('**/*.ts');
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ message }) => `${filePath.slice(root.length + 1)}: ${message}`),
  );
}

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

it('finds an import that looks up, however it is written, and leaves tests alone', async () => {
  const root = house({
    'src/base/low.ts': "import { a } from '../train/high';\nexport { a } from '../train/high';\nvoid a;\n",
    'src/base/lazy.ts': "export const a = () => import('../train/high');\n",
    'src/base/low.test.ts': "import { a } from '../train/high';\nvoid a;\n",
    'src/train/high.ts': "import { b } from '../base/plain';\nexport const a = b;\n",
    'src/base/plain.ts': 'export const b = 1;\n',
  });
  const message = 'src/train is above src/base: see the floors in tools/lint/floors.mjs.';
  expect(await found(root)).toEqual([
    `src/base/lazy.ts: ${message}`,
    `src/base/low.ts: ${message}`,
    `src/base/low.ts: ${message}`,
  ]);
});

it('finds imports that go round in a circle, and names the way', async () => {
  const root = house({
    'src/base/one.ts': "import { two } from './two';\nexport const one = two;\n",
    'src/base/two.ts': "import { three } from './three';\nexport const two = three;\n",
    'src/base/three.ts': "import { one } from './one';\nexport const three = one;\n",
    'src/base/aside.ts': "import { one } from './one';\nvoid one;\n",
  });
  const messages = await found(root);
  expect(messages).toHaveLength(3);
  expect(messages[0]).toBe(
    'src/base/one.ts: Imports go round in a circle: src/base/one.ts -> src/base/two.ts -> src/base/three.ts -> src/base/one.ts.',
  );
});

it('has no circle in the project, types included', () => {
  const root = join(import.meta.dirname, '../..');
  const graph = importGraph(root, ['src', 'workers', 'app']);
  expect(graph.size).toBeGreaterThan(600);
  expect([...graph.keys()].map((file) => cycleThrough(graph, file)).filter(Boolean)).toEqual([]);
});
