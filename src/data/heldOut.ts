/**
 * @file Holds a validation part out of the training rows: stratified, the same every time, with no text on both sides.
 *
 * The arrays by row have `rows.length` entries, and `table` has a power of two that a slot is masked to, so no index is
 * out of range.
 */
import { createRandom } from '../base/random';

/** The share of the training rows that is held out if there is no validation split. */
export const HELD_OUT_SHARE = 0.2;

export interface LabelledText {
  readonly text: string;
  readonly pair: string | null;
}

export interface LabelledTexts {
  readonly length: number;
  /** Labels, by row. */
  readonly classes: ArrayLike<number>;
  at(index: number): LabelledText;
}

/**
 * Chooses rows to hold out. Rows with the same text (whatever its case and spaces, and the same pair) stay together.
 * Each label contributes its share of `count`, as closely as these groups allow, and keeps at least one group on each
 * side if it has two.
 * @param count how many rows to hold out; fewer than all
 * @returns for each row, 1 if it is held out, else 0
 */
export function holdOut(rows: LabelledTexts, count: number): Uint8Array {
  // A group's name is the number of its first row.
  const groups = groupByText(rows);
  const sizes = new Int32Array(rows.length);
  for (const group of groups) sizes[group]!++;
  // A text with several labels counts for the label of its first row.
  const strata = new Map<number, number>();
  for (let row = 0; row < rows.length; row++)
    if (groups[row] === row) strata.set(rows.classes[row]!, (strata.get(rows.classes[row]!) ?? 0) + 1);
  const random = createRandom(0, 'held out');
  const chosen = new Uint8Array(rows.length);
  const share = rows.length === 0 ? 0 : count / rows.length;
  // Each label makes up for the rounding of the one before, so that the sum comes out right.
  let [wanted, taken] = [0, 0];
  for (const label of [...strata.keys()].sort((a, b) => a - b)) {
    const stratum = new Int32Array(strata.get(label)!);
    let [next, size] = [0, 0];
    for (let row = 0; row < rows.length; row++) {
      if (groups[row] !== row || rows.classes[row] !== label) continue;
      stratum[next++] = row;
      size += sizes[row]!;
    }
    wanted += share * size;
    for (const group of chooseGroups(random.shuffle(stratum), sizes, Math.round(wanted - taken))) {
      chosen[group] = 1;
      taken += sizes[group]!;
    }
  }
  return chosen.map((_, row) => chosen[groups[row]!]!);
}

/**
 * Chooses groups with about `quota` rows together: at least one and not all of them, wherever there are two.
 * @param groups overwritten with the chosen ones
 */
function chooseGroups(groups: Int32Array, sizes: Int32Array, quota: number): Int32Array {
  if (groups.length === 0) return groups;
  const smallest = groups.reduce((least, group) => (sizes[group]! < sizes[least]! ? group : least));
  let [count, missing] = [0, quota];
  for (const group of groups) {
    if (count === groups.length - 1) break;
    if (sizes[group]! > missing) continue;
    groups[count++] = group;
    missing -= sizes[group]!;
  }
  if (count === 0 && groups.length > 1) groups[count++] = smallest;
  return groups.subarray(0, count);
}

/**
 * Finds for each row the first row with the same text, by a hash table of row numbers: texts as keys would take the
 * memory of the whole data set again.
 */
function groupByText(rows: LabelledTexts): Int32Array {
  const groups = new Int32Array(rows.length);
  const tags = new Uint8Array(rows.length);
  let slots = 16;
  while (slots < 1.2 * rows.length) slots *= 2;
  const table = new Int32Array(slots).fill(-1);
  for (let row = 0; row < rows.length; row++) {
    const key = textKey(rows.at(row));
    const hash = hashOf(key);
    tags[row] = hash >>> 24;
    let slot = hash & (slots - 1);
    groups[row] = row;
    for (; table[slot]! >= 0; slot = (slot + 1) & (slots - 1)) {
      const other = table[slot]!;
      if (tags[other] !== tags[row] || textKey(rows.at(other)) !== key) continue;
      groups[row] = other;
      break;
    }
    if (groups[row] === row) table[slot] = row;
  }
  return groups;
}

/** Equal for two texts that must not stand on both sides. */
export function textKey({ text, pair }: LabelledText): string {
  return pair === null ? plain(text) : JSON.stringify([plain(text), plain(pair)]);
}

/** FNV-1a over the characters, mixed so that its low bits depend on all of them. */
function hashOf(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function plain(text: string): string {
  const spaced = /\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text;
  return spaced.trim().toLowerCase();
}
