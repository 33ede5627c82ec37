/** @file */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DATA_VECTORS, dataVectors } from './dataVectors';

const STALE = 'run `node tools/cluster/writeDataVectors.mjs`';

it('the vectors of data sets are what the lab finds', async () => {
  const made = await dataVectors();
  if (process.env['WRITE_VECTORS'] === '1') writeFileSync(DATA_VECTORS, made);
  // Not toBe: a difference of a file of a hundred kilobytes would be printed whole.
  expect(readFileSync(DATA_VECTORS, 'utf8') === made, `${DATA_VECTORS} is stale: ${STALE}`).toBe(true);
}, 60_000);
