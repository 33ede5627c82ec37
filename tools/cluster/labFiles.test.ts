/** @file */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { labFiles } from './labFiles';

const STALE = 'run `node tools/cluster/writeLabData.mjs`';

it('what the cluster’s package takes over from the lab is what the lab says', () => {
  for (const [path, text] of labFiles())
    // Not toBe: a difference of a file of a hundred kilobytes would be printed whole.
    expect(readFileSync(path, 'utf8') === text, `${path} is stale: ${STALE}`).toBe(true);
});
