import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installProblem } from './install.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lab-install-'));
  mkdirSync(join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** @param {string} path @param {Record<string, object>} packages */
const writeLock = (path, packages) => writeFileSync(join(root, path), JSON.stringify({ packages }));

const WANTED = {
  '': {},
  'node_modules/a': { version: '2.0.0' },
  'node_modules/for-another-platform': { version: '1.0.0', optional: true },
};

test('nothing installed, or an install that was broken off, is a problem', () => {
  writeLock('package-lock.json', WANTED);
  expect(installProblem(root)).toMatch('not installed');
});

test('another version than the locked one is a problem that names it', () => {
  writeLock('package-lock.json', WANTED);
  writeLock('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
  expect(installProblem(root)).toBe('node_modules/a is 1.0.0, the lock file wants 2.0.0');
});

test("what is locked is installed; another platform's packages need not be", () => {
  writeLock('package-lock.json', WANTED);
  writeLock('node_modules/.package-lock.json', { 'node_modules/a': { version: '2.0.0' } });
  expect(installProblem(root)).toBeNull();
});
