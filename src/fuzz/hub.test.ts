/** @file Hostile answers of a hub: what a repository holds, and which Parquet files a data set has. */
import fc from 'fast-check';
import { afterEach, expect, vi } from 'vitest';
import { isDataName } from '../experiment/address/rules';
import { listParquet } from '../data/hub/listing';
import type { ReadContext } from '../data/table';
import { normalizeHubUrl } from '../sources/hub/address';
import { listRepository } from '../sources/hub/repository';
import { DEFAULT_SOURCES } from '../sources/sourceSettings';
import { tamperedJson } from './hostileJson';
import { anyText, tampered } from './hostileText';
import { refuses } from './property';

const signal = new AbortController().signal;
const CONTEXT: ReadContext = { sources: DEFAULT_SOURCES, signal, onBytes: () => undefined };

afterEach(() => vi.unstubAllGlobals());

const REPOSITORY = {
  sha: 'a'.repeat(40),
  siblings: [
    { rfilename: 'config.json', size: 500 },
    { rfilename: 'model.safetensors', size: 134, lfs: { sha256: 'b'.repeat(64), size: 1000 } },
  ],
};
const CONVERTED = {
  default: { train: ['https://huggingface.co/a/train/0.parquet'], test: ['/b/0.parquet'] },
};
const TREE = [
  { type: 'file', path: 'data/train-00000-of-00001.parquet', size: 1000 },
  { type: 'file', path: 'mnli/validation-00000-of-00001.parquet', size: 1000 },
];

/** More files of one split than any data set has. */
const MANY = 30_000;
const LONG = JSON.stringify(Array.from({ length: MANY }, (_, i) => ({ path: `train-${i}.parquet` })));

refuses({
  name: "a hub's answers",
  share: 4,
  inputs: fc.record({
    text: fc.oneof({ arbitrary: tamperedJson([REPOSITORY, CONVERTED, TREE]), weight: 6 }, anyText),
    link: fc.oneof(
      fc.constant(null),
      tampered(['<https://huggingface.co/api/x?cursor=1>; rel="next"', '<http://[>; rel="next"']),
    ),
    // Rarely, because it takes long; a number that is seldom 0 would not do, as small ones are preferred.
    many: fc.oneof({ arbitrary: fc.constant(0), weight: 59 }, fc.constant(MANY)),
  }),
  sizeOf: ({ text, many }) => text.length + many * 100,
  async read({ text, link, many }) {
    const body = many > 0 ? LONG : text;
    // Asserted afterwards, because what a request throws counts as a broken connection.
    const asked: string[] = [];
    vi.stubGlobal('fetch', (url: string) => {
      asked.push(url);
      const headers = new Headers();
      if (link !== null && /^[\x20-\x7e]*$/.test(link)) headers.set('link', link);
      return Promise.resolve(new Response(body, { headers }));
    });
    const ref = { kind: 'models', repository: 'a/b', revision: 'main' } as const;
    const failures: string[] = [];
    for (const list of [
      () => listRepository(DEFAULT_SOURCES, ref, signal),
      async () => {
        const listing = await listParquet('a/b', null, CONTEXT);
        for (const [subset, splits] of listing)
          for (const [split, found] of splits) {
            expect([subset, split].filter((name) => !isDataName(name))).toEqual([]);
            expect(found.filter(({ url }) => !/^https?:$/.test(new URL(url).protocol))).toEqual([]);
          }
      },
    ])
      await list().catch((error: unknown) => {
        if (!(error instanceof Error) || !('remedy' in error)) throw error;
        failures.push(error.message);
      });
    expect(asked.length).toBeLessThanOrEqual(50);
    expect(asked.filter((url) => !/^https?:$/.test(new URL(url).protocol))).toEqual([]);
    return failures;
  },
});

refuses({
  name: "a hub's address",
  share: 2,
  inputs: fc.oneof(anyText, tampered(['https://huggingface.co/x/', 'http://user:password@localhost:8080'])),
  sizeOf: ({ length }) => length,
  read(text) {
    const url = normalizeHubUrl(text);
    expect(url).toMatch(/^https?:\/\//);
    expect(normalizeHubUrl(url)).toBe(url);
  },
});
