/** @file What the tests of every folder share. */

/** The value, which the test knows to be present. @throws Error if it is not */
export function given<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('The test expects a value that is not there.');
  return value;
}
