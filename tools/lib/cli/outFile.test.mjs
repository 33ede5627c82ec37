import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isStandardOutput, replaceFiles, targetOf, writeOrRescue, writeWhole } from './outFile.mjs';

let folder = '';
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'lab-out-')));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const onUnix = test.runIf(process.platform !== 'win32');

onUnix('a link stays a link, and what it leads to is replaced', () => {
  const [file, link, dangling] = ['file', 'link', 'dangling'].map((name) => join(folder, name));
  fs.writeFileSync(file ?? '', 'old');
  fs.symlinkSync('file', link ?? '');
  fs.symlinkSync('new', dangling ?? '');
  writeWhole(link ?? '', 'text');
  writeWhole(dangling ?? '', 'text');
  expect(fs.lstatSync(link ?? '').isSymbolicLink()).toBe(true);
  expect(fs.readFileSync(file ?? '', 'utf8')).toBe('text');
  expect(fs.readFileSync(join(folder, 'new'), 'utf8')).toBe('text');
  expect(fs.readdirSync(folder).sort()).toEqual(['dangling', 'file', 'link', 'new']);
});

onUnix('a pipe is written to and stays one', async () => {
  const pipe = join(folder, 'pipe');
  spawnSync('mkfifo', [pipe]);
  const reader = spawn('cat', [pipe]);
  let read = '';
  reader.stdout.on('data', (/** @type {Buffer} */ part) => (read += part.toString()));
  const ended = new Promise((settle) => reader.on('close', settle));
  writeWhole(pipe, 'x'.repeat(30_000));
  await ended;
  expect(read).toBe('x'.repeat(30_000));
  expect(fs.statSync(pipe).isFIFO()).toBe(true);
});

onUnix('the standard output is a descriptor, by whichever name', () => {
  const link = join(folder, 'link');
  fs.symlinkSync('/dev/stdout', link);
  for (const path of ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1', link])
    expect(isStandardOutput(path), path).toBe(true);
  expect(targetOf('/dev/stderr')).toEqual({ kind: 'descriptor', fd: 2 });
  expect(targetOf('/dev/null')).toEqual({ kind: 'stream', path: '/dev/null' });
});

test('of several files all are replaced or none, and no draft is left', () => {
  const there = join(folder, 'there');
  fs.writeFileSync(there, 'old');
  const files = /** @type {[string, string][]} */ ([
    [there, 'new'],
    [join(folder, 'missing', 'other'), 'new'],
  ]);
  expect(() => replaceFiles(files)).toThrow('ENOENT');
  expect(fs.readFileSync(there, 'utf8')).toBe('old');
  expect(fs.readdirSync(folder)).toEqual(['there']);
});

test('results that cannot be written to their place are kept elsewhere, and the sentence says where', () => {
  const problem = writeOrRescue(join(folder, 'missing', 'results'), 'text') ?? '';
  const rescue = /stands in (\S+)\. /.exec(problem)?.[1] ?? '';
  expect(fs.readFileSync(rescue, 'utf8')).toBe('text');
  fs.rmSync(rescue);
  expect(problem).toContain('ENOENT');
});
