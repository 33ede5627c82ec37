/** @file Packages are found as the browser will ask for them. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { browserPackages } from './packages.mjs';

it('finds what browsers import, by its whole name, and leaves types, Node and its tests out', () => {
  const root = mkdtempSync(join(tmpdir(), 'packages-'));
  mkdirSync(join(root, 'src'));
  const files = {
    'a.ts':
      "import { openDB } from 'idb';\nimport type { Only } from 'types-alone';\nimport wasm from 'x/y.wasm?url';\n",
    'b.tsx':
      "import {\n  type A,\n  b,\n} from '@scope/name/part.js';\nconst lazy = () => import('recharts');\n",
    'c.browser.test.ts': "import { it } from 'vitest';\nimport * as writer from 'hyparquet-writer';\n",
    'd.test.ts': "import fc from 'fast-check';\nimport { join } from 'node:path';\n",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'src', name), text);
  expect(browserPackages(root, ['src'])).toEqual([
    '@scope/name/part.js',
    'hyparquet-writer',
    'idb',
    'recharts',
  ]);
  rmSync(root, { recursive: true });
});
