/** @file The limits of size find what is too long, and no exception is listed without need. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { EXCEPTIONS, FILE_LINES, FUNCTION_LINES, sizeRules } from './sizes.mjs';

const ROOT = join(import.meta.dirname, '../..');

/**
 * @param {string} text
 * @param {string} file
 * @param {Parameters<typeof sizeRules>[0]} [exceptions]
 * @returns {(string | null)[]} the rules that it breaks
 */
function broken(text, file, exceptions) {
  const parser = { files: ['**/*'], languageOptions: { parser: tseslint.parser } };
  const config = /** @type {Linter.Config[]} */ ([parser, ...sizeRules(exceptions)]);
  return new Linter().verify(text, config, file).map(({ ruleId, message }) => ruleId ?? message);
}

/** @param {number} lines */
const fileOf = (lines) => 'export {};\n'.repeat(lines);
/** @param {number} lines */
const functionOf = (lines) => `export function f() {\n${'void 0;\n'.repeat(lines - 2)}}\n`;

describe('the limits of size', () => {
  it('refuse a file that is too long, not counting blank lines and comments', () => {
    expect(broken(fileOf(FILE_LINES), 'src/a.ts')).toEqual([]);
    expect(broken(`${fileOf(FILE_LINES)}\n// why\n\n`, 'src/a.ts')).toEqual([]);
    expect(broken(fileOf(FILE_LINES + 1), 'src/a.ts')).toEqual(['max-lines']);
    expect(broken(fileOf(FILE_LINES + 1), 'src/a.test.ts')).toEqual(['max-lines']);
  });

  it('refuse a function that is too long, but for the blocks of a test', () => {
    expect(broken(functionOf(FUNCTION_LINES), 'app/A.tsx')).toEqual([]);
    expect(broken(functionOf(FUNCTION_LINES + 1), 'app/A.tsx')).toEqual(['max-lines-per-function']);
    expect(broken(functionOf(FUNCTION_LINES + 1), 'app/A.test.tsx')).toEqual([]);
  });

  it('give an exception its own limit', () => {
    const exceptions = [{ file: 'src/a.ts', functionLines: 70, reason: 'planted' }];
    expect(broken(functionOf(70), 'src/a.ts', exceptions)).toEqual([]);
    expect(broken(functionOf(71), 'src/a.ts', exceptions)).toEqual(['max-lines-per-function']);
    expect(broken(functionOf(61), 'src/b.ts', exceptions)).toEqual(['max-lines-per-function']);
  });

  it.each(EXCEPTIONS.map((exception) => [exception.file, exception]))(
    'except %s, which needs it',
    (file, exception) => {
      const path = join(ROOT, file);
      expect(existsSync(path)).toBe(true);
      expect(exception.reason).not.toBe('');
      expect(broken(readFileSync(path, 'utf8'), file, [])).toContain(
        'fileLines' in exception ? 'max-lines' : 'max-lines-per-function',
      );
    },
  );
});
