/** @file The limits of size find what is too long, and no exception is listed without need. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findings } from './findings.testing.mjs';
import { EXCEPTIONS, FILE_LINES, FUNCTION_LINES, sizeRules } from './sizes.mjs';

const ROOT = join(import.meta.dirname, '../..');

/**
 * @param {Readonly<Record<string, string>>} files
 * @param {Parameters<typeof sizeRules>[0]} [exceptions]
 * @returns {(string | null)[][]} file and rule of all that is too long
 */
const broken = (files, exceptions) =>
  findings(files, { overrides: sizeRules(exceptions) }).map(({ file, rule }) => [file, rule]);

/** @param {number} lines */
const fileOf = (lines) => 'export {};\n'.repeat(lines);
/** @param {number} lines */
const functionOf = (lines) => `export function f() {\n${'void 0;\n'.repeat(lines - 2)}}\n`;

describe('the limits of size', () => {
  it('refuse a file or function that is too long, not counting blank lines, comments and the blocks of a test', () => {
    const files = {
      'src/fits.ts': fileOf(FILE_LINES),
      'src/explained.ts': `${fileOf(FILE_LINES)}\n// why\n\n`,
      'src/long.test.ts': fileOf(FILE_LINES + 1),
      'src/long.ts': fileOf(FILE_LINES + 1),
      'tools/long.mjs': fileOf(FILE_LINES + 1),
      'app/Fits.tsx': functionOf(FUNCTION_LINES),
      'app/Explained.tsx': functionOf(FUNCTION_LINES).replace('{\n', '{\n\n// why\n'),
      'app/Long.test.tsx': functionOf(FUNCTION_LINES + 1),
      'app/Long.tsx': functionOf(FUNCTION_LINES + 1),
    };
    expect(broken(files)).toEqual([
      ['app/Long.tsx', 'max-lines-per-function'],
      ['src/long.test.ts', 'max-lines'],
      ['src/long.ts', 'max-lines'],
      ['tools/long.mjs', 'max-lines'],
    ]);
  });

  it('give an exception its own limit', () => {
    const exceptions = ['src/a.ts', 'src/b.ts'].map((file) => ({
      file,
      functionLines: 70,
      reason: 'planted',
    }));
    const files = { 'src/a.ts': functionOf(70), 'src/b.ts': functionOf(71), 'src/c.ts': functionOf(61) };
    expect(broken(files, exceptions)).toEqual([
      ['src/b.ts', 'max-lines-per-function'],
      ['src/c.ts', 'max-lines-per-function'],
    ]);
  });

  it('except only files that need it, with a reason', () => {
    const files = EXCEPTIONS.map(({ file }) => [file, readFileSync(join(ROOT, file), 'utf8')]);
    const tooLong = broken(Object.fromEntries(files), []);
    for (const exception of EXCEPTIONS) {
      expect(exception.reason).not.toBe('');
      const rule = 'fileLines' in exception ? 'max-lines' : 'max-lines-per-function';
      expect(tooLong).toContainEqual([exception.file, rule]);
    }
  });
});
