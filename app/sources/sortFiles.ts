/** @file Decides which of two data files is trained on, and which is measured on. */

/** The file that is measured on is recognized by its name, or else is the smaller one. */
export function sortFiles<T extends { readonly name: string; readonly size: number }>(
  files: readonly T[],
): { train: T; validation: T | null } | null {
  const [first, second] = files;
  if (!first) return null;
  if (!second) return { train: first, validation: null };
  const isMeasured = ({ name }: T): boolean => /valid|dev|test|eval|held/i.test(name);
  const swapped = isMeasured(first) === isMeasured(second) ? first.size < second.size : isMeasured(first);
  return swapped ? { train: second, validation: first } : { train: first, validation: second };
}
