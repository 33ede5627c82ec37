/** @file */
import { expect, it } from 'vitest';
import { readStoredListing, readStoredRecord } from './storedNotes';

const [commit, sha256] = ['a'.repeat(40), 'b'.repeat(64)];

it('reads listings as they were written, and nothing else', () => {
  const listing = {
    commit,
    files: [
      { name: 'config.json', size: 7, sha256 },
      { name: 'x', size: null, sha256: null },
    ],
  };
  expect(readStoredListing(JSON.parse(JSON.stringify(listing)))).toEqual(listing);
  const bad = [null, [], 'x', { commit }, { commit, files: {} }, { commit: 'main', files: [] }];
  const files = [null, { name: 1 }, { name: 'x', size: -1, sha256 }, { name: 'x', size: 1, sha256: 'b' }];
  for (const value of [...bad, ...files.map((file) => ({ commit, files: [file] }))])
    expect(readStoredListing(value)).toBeNull();
});

it('reads records as they were written, and nothing else', () => {
  for (const record of [
    { etag: '"1"', complete: { size: 7, sha256 } },
    { etag: null, complete: null },
  ])
    expect(readStoredRecord(record)).toEqual(record);
  for (const value of [null, 3, {}, { etag: 3, complete: null }, { etag: null, complete: true }])
    expect(readStoredRecord(value)).toBeNull();
  for (const complete of [{ size: 7 }, { size: -7, sha256 }, { size: 1, sha256: 7 }])
    expect(readStoredRecord({ etag: null, complete })).toBeNull();
});
