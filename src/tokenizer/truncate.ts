/** @file Decides how much to keep of one or two texts that are too long: Hugging Face's `longest_first`. */

/**
 * @param lengths tokens of the texts, without special tokens
 * @param room tokens that the texts may have together
 * @returns how many tokens to keep of each, from its beginning
 */
export function longestFirst(lengths: readonly number[], room: number): number[] {
  const [first = 0, second] = lengths;
  const space = Math.max(0, room);
  if (second === undefined) return [Math.min(first, space)];
  if (first + second <= space) return [first, second];
  // The longer one is cut to what the shorter one leaves, but not below it; then both are cut to half of the room. An
  // odd token goes to the longer one, or to the second of two equal ones.
  const swap = first > second;
  let shorter = Math.min(first, second);
  let longer = shorter > space ? shorter : Math.max(shorter, space - shorter);
  if (shorter + longer > space) {
    shorter = Math.floor(space / 2);
    longer = shorter + (space % 2);
  }
  return swap ? [longer, shorter] : [shorter, longer];
}
