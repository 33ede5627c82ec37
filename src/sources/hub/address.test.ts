import { expect, it } from 'vitest';
import { LabError } from '../../base/errors';
import { apiUrl, fileUrl, hubHeaders, normalizeHubUrl } from './address';

const hub = { hubUrl: 'https://hub.example/mirror', hubToken: 'secret' };

it('writes the hub’s addresses', () => {
  const model = { kind: 'models', repository: 'owner/name', revision: 'refs/pr/1' } as const;
  expect(apiUrl(hub, model)).toBe(
    'https://hub.example/mirror/api/models/owner/name/revision/refs%2Fpr%2F1?blobs=true',
  );
  expect(fileUrl(hub, model, '1_Pooling/config.json')).toBe(
    'https://hub.example/mirror/owner/name/resolve/refs%2Fpr%2F1/1_Pooling/config.json',
  );
  expect(fileUrl(hub, { ...model, kind: 'datasets', revision: 'main' }, 'a b.parquet')).toBe(
    'https://hub.example/mirror/datasets/owner/name/resolve/main/a%20b.parquet',
  );
});

it('gives the token to the hub’s origin only', () => {
  expect(hubHeaders(hub, 'https://hub.example/any')).toEqual({ Authorization: 'Bearer secret' });
  for (const url of ['https://hub.example.evil/any', 'http://hub.example/any', 'https://cdn.hub.example/'])
    expect(hubHeaders(hub, url)).toEqual({});
  expect(hubHeaders({ ...hub, hubToken: null }, 'https://hub.example/any')).toEqual({});
});

it.each([
  ['https://huggingface.co/', 'https://huggingface.co'],
  [' hf-mirror.com ', 'https://hf-mirror.com'],
  ['http://localhost:8080/hub//', 'http://localhost:8080/hub'],
  ['https://a.b/c?d=e#f', 'https://a.b/c'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
])('reads %j as a hub', (text, url) => {
  expect(normalizeHubUrl(text)).toBe(url);
});

it.each([
  ...['', 'ftp://a.b', 'https://', 'javascript://alert', 'https://me:secret@a.b'],
  ...['http://hub.example', 'http://192.168.1.2:8080', 'http://localhost.evil'],
])('refuses %j', (text) => {
  expect(() => normalizeHubUrl(text)).toThrow(LabError);
});
