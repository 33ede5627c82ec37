/**
 * @file How long a file and a function may be. A file holds one thing, and a function fits on a screen; what reads better
 * whole stands in the list of exceptions, with its reason.
 */

export const FILE_LINES = 300;
export const FUNCTION_LINES = 60;

/**
 * @typedef {{ readonly file: string, readonly reason: string } & (
 *   { readonly fileLines: number } | { readonly functionLines: number }
 * )} Exception Lines that the file, or its longest function, may have.
 * @type {readonly Exception[]}
 */
export const EXCEPTIONS = [
  {
    file: 'tools/lib/browser/deviceFaults.mjs',
    functionLines: 110,
    reason: 'The function is sent to a worker as source text, so it can use nothing beside itself.',
  },
];

const TESTS = ['**/*.{test,spec}.{ts,tsx,mjs}'];

/** @param {number} max blank lines and comments are not counted */
const lines = (max) => ['error', { max, skipBlankLines: true, skipComments: true }];

/** Blocks of the linter's configuration. @param {readonly Exception[]} [exceptions] */
export function sizeRules(exceptions = EXCEPTIONS) {
  return [
    {
      files: ['**/*.{ts,tsx,mjs}'],
      rules: { 'max-lines': lines(FILE_LINES), 'max-lines-per-function': lines(FUNCTION_LINES) },
    },
    // A describe block is a function by its form alone.
    { files: TESTS, rules: { 'max-lines-per-function': 'off' } },
    ...exceptions.map((exception) => ({
      files: [exception.file],
      rules:
        'fileLines' in exception
          ? { 'max-lines': lines(exception.fileLines) }
          : { 'max-lines-per-function': lines(exception.functionLines) },
    })),
  ];
}
