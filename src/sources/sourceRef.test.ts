import { expect, it } from 'vitest';
import { formatSourceId, localId, parseSourceRef } from './sourceRef';

it('tells what ships with the lab from a hub and from local files', () => {
  expect(parseSourceRef('model', 'roberta-mini')).toEqual({ kind: 'embedded', name: 'roberta-mini' });
  expect(parseSourceRef('dataset', 'roberta-mini')).toMatchObject({ kind: 'hub' });
  expect(parseSourceRef('model', 'roberta-base')).toEqual({
    kind: 'hub',
    repository: 'roberta-base',
    revision: null,
  });
  expect(parseSourceRef('dataset', 'stanfordnlp/sst2@refs/convert/parquet')).toEqual({
    kind: 'hub',
    repository: 'stanfordnlp/sst2',
    revision: 'refs/convert/parquet',
  });
  expect(parseSourceRef('dataset', 'local:my-reviews.csv')).toEqual({
    kind: 'local',
    name: 'my-reviews.csv',
  });
});

it.each([
  '',
  '.',
  '..',
  'a/../b',
  '/a',
  'a/',
  'a b',
  'a//b',
  'a/b/c',
  'a@',
  'a@../b',
  'https://a/b',
  'local:',
  'x'.repeat(161),
])('refuses %j', (id) => {
  expect(parseSourceRef('model', id)).toBeNull();
});

it('makes an id of any file name', () => {
  expect(localId('My reviews (2).csv')).toBe('local:My-reviews-2-.csv');
  expect(localId('../..')).toBe('local:files');
  for (const name of ['été.tsv', '评论.csv', 'a'.repeat(400)])
    expect(parseSourceRef('dataset', localId(name))).toMatchObject({ kind: 'local' });
});

it('is written for people without its prefix', () => {
  expect(formatSourceId('local:mine.csv')).toBe('mine.csv (on this device)');
  expect(formatSourceId('owner/name@main')).toBe('owner/name@main');
});
