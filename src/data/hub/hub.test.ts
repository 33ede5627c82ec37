import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_DATA } from '../../experiment/defaults';
import type { DataChoice } from '../../experiment/experiment';
import { createRandom } from '../../base/random';
import { inspectDataset } from '../inspectDataset';
import { openDataset } from '../openDataset';
import { parquetBytes } from '../formats/parquet/parquet.testing';
import { labelDataset, selectRows } from '../selectRows';
import type { OpenDataset } from '../splits';
import type { ReadContext } from '../table';
import { contextWith } from '../testing';
import { splitOfPath } from './listing';
import { type Answers, sendFile, startTestHub, type TestHub } from './testServer.testing';

let hubs: TestHub[] = [];
afterEach(async () => {
  await Promise.all(hubs.map((hub) => hub.close()));
  hubs = [];
});

async function hub(answers: (url: string) => Answers): Promise<TestHub & { context: ReadContext }> {
  const started = await startTestHub(answers);
  hubs.push(started);
  return { ...started, context: contextWith({ hubUrl: started.url, hubToken: 'secret' }) };
}

const split = (rows: number, label: (i: number) => number, rowGroupSize = 20, more = () => 'x'.repeat(500)) =>
  parquetBytes(
    [
      {
        name: 'sentence',
        data: Array.from({ length: rows }, (_, i) => `sentence ${i} ${more()}`),
        type: 'STRING',
      },
      { name: 'label', data: Array.from({ length: rows }, (_, i) => BigInt(label(i))), type: 'INT64' },
      { name: 'idx', data: Array.from({ length: rows }, (_, i) => i), type: 'INT32' },
    ],
    { rowGroupSize, classNames: ['negative', 'positive'] },
  );
const TRAIN = split(400, (i) => i % 2);
/** The bytes cannot be compressed and are too many to be fetched as a whole. */
const random = createRandom(1, 'noise');
const noise = (): string =>
  Array.from({ length: 2500 }, () => random.bits().toString(36).padStart(7, '0')).join('');
const LARGE = split(400, (i) => i % 2, 20, noise);
const VALIDATION = split(30, (i) => (i < 10 ? 0 : 1));
const HIDDEN = split(30, () => -1);

/** What range requests asked for. */
const bytesOf = (requests: TestHub['requests']): number =>
  requests.reduce((sum, { range }) => {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(range ?? '') ?? [];
    return from === undefined ? sum : sum + Number(to) - Number(from) + 1;
  }, 0);

const open = (id: string, context: ReadContext, choice: Partial<DataChoice> = {}) =>
  openDataset(id, { ...DEFAULT_DATA, ...choice }, 'http://localhost/', context);
const inspect = (dataset: OpenDataset, context: ReadContext) =>
  inspectDataset(dataset, () => labelDataset(dataset, DEFAULT_DATA, context), context);
const settings = { trainingRows: null, validationRows: null, rowChoice: 'sample', shuffle: true } as const;

/** The hub's own addresses for a data set like GLUE's SST-2, its files behind a redirect to another server. */
async function sst2(train = TRAIN) {
  const files = await hub(() => ({ '/train': train, '/validation': VALIDATION, '/test': HIDDEN }));
  const api = await hub((url) => {
    const to =
      (path: string) =>
      (_: unknown, response: { writeHead(status: number, headers: object): { end(): void } }) =>
        response.writeHead(302, { location: files.url + path }).end();
    const at = (name: string) => [
      `https://huggingface.co/api/datasets/nyu-mll/glue/parquet/sst2/${name}/0.parquet`,
    ];
    const local = (name: string) => `/api/datasets/nyu-mll/glue/parquet/sst2/${name}/0.parquet`;
    return {
      '/api/datasets/nyu-mll/glue/parquet': {
        ax: { test: [`${url}/ax.parquet`] },
        sst2: { test: at('test'), train: at('train'), validation: at('validation') },
      },
      [local('train')]: to('/train'),
      [local('validation')]: to('/validation'),
      [local('test')]: to('/test'),
    };
  });
  return { api, files };
}

describe('settings of the reading', () => {
  it('without an effect are told, with the words that count as missing', async () => {
    const { api } = await sst2();
    const dataset = await open('nyu-mll/glue', api.context, { encoding: 'utf-8', missing: 'NA' });
    const { notes } = await inspect(dataset, api.context);
    const train = 'split "train" of nyu-mll/glue: ';
    expect(notes.slice(0, 2)).toEqual([
      `${train}Values that say “NA” count as missing.`,
      `${train}The setting encoding=utf-8 has no effect: texts in Parquet files are always UTF-8.`,
    ]);
  });

  it('are told for the data set of the lab', async () => {
    const bytes = new TextEncoder().encode('sentence\tlabel\nfine\t1\nNA\t0\n');
    const { url, context } = await hub(() => ({
      '/datasets/review-sentences/train.tsv': bytes,
      '/datasets/review-sentences/validation.tsv': bytes,
      '/datasets/review-sentences/dataset.json': { labels: ['bad', 'good'] },
    }));
    const choice = { ...DEFAULT_DATA, missing: 'NA' };
    const { train } = await openDataset('review-sentences', choice, `${url}/`, context);
    expect(train.notes).toEqual([
      'The setting missing=NA has no effect: it is for files of your own, and this data set comes with the lab.',
    ]);
    expect(train.rows).toBe(2);
  });
});

describe('a data set of the hub', () => {
  it('opens with subset and splits, its mirror in place of the hub, and the token only there', async () => {
    const { api, files } = await sst2();
    const dataset = await open('nyu-mll/glue', api.context);
    expect(dataset).toMatchObject({
      subsets: ['ax', 'sst2'],
      subset: 'sst2',
      splits: ['test', 'train', 'validation'],
      trainSplit: 'train',
      validationSplit: 'validation',
    });
    const inspection = await inspect(dataset, api.context);
    expect(inspection).toMatchObject({
      error: null,
      chosen: { text: 'sentence', pair: null, label: 'label' },
      rows: { train: 400, validation: 30 },
      labels: [
        { name: 'negative', train: 200, validation: 10 },
        { name: 'positive', train: 200, validation: 20 },
      ],
      complete: false,
    });
    expect(inspection.columns[0]!.examples[0]).toMatch(/^sentence 0 x+…$/);
    expect(api.requests.every(({ token }) => token === 'Bearer secret')).toBe(true);
    expect(files.requests.length).toBeGreaterThan(2);
    expect(files.requests.every(({ token }) => token === undefined)).toBe(true);
  });

  it('keeps a test split for the end, and says where its labels are hidden', async () => {
    const { api, files } = await sst2();
    const dataset = await open('nyu-mll/glue', api.context);
    const labelled = await labelDataset(dataset, DEFAULT_DATA, api.context);
    const { takeTest } = await selectRows(labelled, settings, api.context);
    expect(files.requests.some(({ line }) => line.endsWith('/test'))).toBe(false);
    await expect(takeTest?.(api.context)).rejects.toThrow(/split "test" of nyu-mll\/glue .*may be hidden/);
    expect((await open('nyu-mll/glue', api.context, { validationSplit: 'test' })).test).toBeNull();
    const kept = await open('nyu-mll/glue', api.context, { testSplit: 'validation' });
    expect(kept).toMatchObject({ validationSplit: 'test', test: { split: 'validation' } });
  });

  it('is asked for nothing before the person asks', async () => {
    const { context, requests } = await hub(() => ({}));
    const silent = { ...context, sources: { ...context.sources, hubAllowed: false } };
    await expect(open('me/data', silent)).rejects.toThrow(
      /me\/data.* would have to be loaded from 127\.0\.0\.1/,
    );
    expect(requests).toEqual([]);
  });
  it('gives a sample without reading everything', async () => {
    const { api, files } = await sst2(LARGE);
    const dataset = await open('nyu-mll/glue', api.context);
    const labelled = await labelDataset(dataset, DEFAULT_DATA, api.context);
    expect(bytesOf(files.requests)).toBeLessThan(LARGE.length / 1.5);
    const before = files.requests.length;
    const { train } = await selectRows(
      labelled,
      { ...settings, trainingRows: 8, validationRows: 1 },
      api.context,
    );
    expect(train).toHaveLength(8);
    for (const { text, label, row } of train) {
      expect(text.startsWith(`sentence ${row} `)).toBe(true);
      expect(label).toBe(row % 2);
    }
    const bytes = bytesOf(files.requests.slice(before));
    expect(bytes).toBeLessThan(LARGE.length / 2);
  });

  it('names hidden labels, and takes other splits when told so', async () => {
    const { api } = await sst2();
    const hidden = await open('nyu-mll/glue', api.context, { validationSplit: 'test' });
    const { error } = await inspect(hidden, api.context);
    expect(error?.message).toMatch(/No row of split "test".*-1.*hides/);
    const held = await open('nyu-mll/glue', api.context, { validationSplit: 'held-out' });
    const labelled = await labelDataset(held, DEFAULT_DATA, api.context);
    const { train, validation } = await selectRows(labelled, { ...settings, trainingRows: 40 }, api.context);
    expect([train.length, validation.length]).toEqual([40, 10]);
    const perSeed = { ...settings, trainingRows: 40, rowChoice: 'per-seed' } as const;
    const drawn = await selectRows(labelled, perSeed, api.context);
    const measured = [...drawn.validation].map(({ text }) => text);
    expect(measured).toEqual([...validation].map(({ text }) => text));
    const [one, two] = [await drawn.trainOf(1, api.context), await drawn.trainOf(2, api.context)];
    expect([one.length, [...one.rows].toString() === [...two.rows].toString()]).toEqual([40, false]);
    expect([...one, ...two].filter(({ text }) => measured.includes(text))).toEqual([]);
    await expect(open('nyu-mll/glue', api.context, { trainSplit: 'dev' })).rejects.toThrow(/no split "dev"/);
    await expect(open('nyu-mll/glue', api.context, { subset: 'x' })).rejects.toThrow(/no subset "x"/);
  });

  it('is found by its files at a revision, or as the hub has converted it', async () => {
    const tree = [
      { type: 'file', path: 'README.md', size: 5 },
      { type: 'file', path: 'data/train-00000-of-00002.parquet', size: TRAIN.length },
      { type: 'file', path: 'data/train-00001-of-00002.parquet', size: TRAIN.length },
      { type: 'file', path: 'data/test-00000-of-00001.parquet', size: HIDDEN.length },
    ];
    const api = await hub((url) => ({
      '/api/datasets/a/b/tree/v1?recursive=true': (_, response) =>
        response.writeHead(200, { link: `<${url}/page2>; rel="next"` }).end(JSON.stringify(tree.slice(0, 2))),
      '/page2': tree.slice(2),
      '/datasets/a/b/resolve/v1/data/train-00000-of-00002.parquet': TRAIN,
      '/datasets/a/b/resolve/v1/data/train-00001-of-00002.parquet': TRAIN,
      '/datasets/a/b/resolve/v1/data/test-00000-of-00001.parquet': HIDDEN,
      '/api/datasets/c/d/tree/main?recursive=true': [{ path: 'a.csv', size: 3 }],
      '/api/datasets/c/d/tree/refs%2Fconvert%2Fparquet?recursive=true': [
        { path: 'default/train/0000.parquet', size: TRAIN.length },
      ],
      '/datasets/c/d/resolve/refs%2Fconvert%2Fparquet/default/train/0000.parquet': TRAIN,
      '/api/datasets/e/f/tree/main?recursive=true': [],
    }));
    const dataset = await open('a/b@v1', api.context);
    expect(dataset.train.rows).toBe(800);
    // The test split is a guess, and its labels are hidden.
    const labelled = await labelDataset(dataset, DEFAULT_DATA, api.context);
    expect(labelled.validation).toBeNull();
    expect(labelled.notes[0]).toMatch(/held out/);
    expect((await open('c/d', api.context)).train.rows).toBe(400);
    await expect(open('e/f', api.context)).rejects.toThrow(/e\/f has no Parquet files/);
  });

  it.each([
    [401, /does not give out .*401/],
    [403, /does not give out .*403/],
    [404, /does not have a\/b/],
    [500, /answers 500/],
  ])('says what a %d means', async (status, message) => {
    const api = await hub(() => ({
      '/api/datasets/a/b/tree/v?recursive=true': (_, response) => response.writeHead(status).end(),
    }));
    await expect(open('a/b@v', api.context)).rejects.toThrow(message);
  });

  it('is read although the server is busy at first, knows no HEAD, or knows no ranges', async () => {
    let [busy, ranges] = [true, 0];
    const large = split(300, (i) => i % 2, 100, noise);
    const api = await hub(() => ({
      '/api/datasets/a/b/parquet': (_, response) => {
        response.writeHead(busy ? 429 : 200, { 'retry-after': '0.05' });
        response.end(JSON.stringify({ default: { train: ['/one'], validation: ['/two'] } }));
        busy = false;
      },
      '/one': (request, response) => {
        if (request.method === 'HEAD') response.writeHead(403).end();
        else sendFile(TRAIN, request, response);
      },
      '/two': (request, response) => {
        if (request.headers.range) ranges++;
        delete request.headers.range;
        sendFile(large, request, response);
      },
    }));
    const dataset = await open('a/b', api.context);
    expect([dataset.train.rows, dataset.validation?.rows]).toEqual([400, 300]);
    expect(await dataset.validation!.read([2], [29], api.context)).toEqual([['29']]);
    expect(ranges).toBe(1);
  });
});

it.each([
  ['data/train-00000-of-00001-a09b74b3ef9c3b56.parquet', 'default', 'train'],
  ['mnli/validation_matched-00000-of-00001.parquet', 'mnli', 'validation_matched'],
  ['default/partial-train/0003.parquet', 'default', 'train'],
  ['train.parquet', 'default', 'train'],
  ['0000.parquet', 'default', 'train'],
  ['en/data/test.parquet', 'en', 'test'],
])('%s is of a subset and a split', (path, subset, split) => {
  expect(splitOfPath(path)).toEqual({ subset, split });
});

describe('what is no hub’s answer', () => {
  const TREE = '/api/datasets/a/b/tree/main?recursive=true';
  const page = (_: unknown, response: ServerResponse): void => {
    response.setHeader('content-type', 'text/html');
    response.end('<!DOCTYPE html><title>Sign in</title>');
  };

  it('a sign-in page in place of a listing', async () => {
    const api = await hub(() => ({ '/api/datasets/a/b/parquet': page, [TREE]: page }));
    await expect(open('a/b', api.context)).rejects.toThrow(
      new RegExp(`${api.url}.* answers with a web page where a/b`),
    );
  });

  it('a sign-in page in place of a file', async () => {
    const api = await hub(() => ({
      '/api/datasets/a/b/parquet': { default: { train: ['/one'] } },
      '/one': page,
    }));
    await expect(open('a/b', api.context)).rejects.toThrow(/\/one answers with a web page/);
  });

  it('a file that goes on beyond what was asked for', async () => {
    let sent = 0;
    const api = await hub(() => ({
      [TREE]: [{ path: 'train.parquet', size: TRAIN.length }],
      '/datasets/a/b/resolve/main/train.parquet': (_, response) => {
        response.writeHead(200);
        const chunk = Buffer.alloc(1_000_000);
        const more = (): void => {
          do sent += chunk.length;
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', more);
        more();
      },
    }));
    await expect(open('a/b', api.context)).rejects.toThrow(/longer than the \d+ bytes/);
    expect(sent).toBeLessThan(TRAIN.length + 40_000_000);
  });
});
