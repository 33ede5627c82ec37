/** @file What tests of every folder use. */

/** The value, which a test knows to be there. @throws Error if it is not */
export function given<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('The test expects a value that is not there.');
  return value;
}
