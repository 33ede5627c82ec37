/** @file A validation part held out of the training rows: stratified, the same every time, no text on both sides. */
import { createRandom } from '../train/random';

/** Part of the training rows that is held out where there is no validation split. */
export const HELD_OUT_SHARE = 0.2;

export interface LabelledText {
  readonly text: string;
  readonly pair: string | null;
  readonly label: number;
}

/**
 * Rows with the same text (whatever its case and spaces, and the same pair) stay together. Each label gives its
 * part of `count`, as closely as such groups allow, and keeps at least one group on each side if it has two.
 * @param count rows to hold out, less than all
 * @returns for each row, whether it is held out
 */
export function holdOut(rows: readonly LabelledText[], count: number): boolean[] {
  const groups = new Map<string, number[]>();
  for (const [index, row] of rows.entries()) {
    const key = JSON.stringify([plain(row.text), row.pair === null ? null : plain(row.pair)]);
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  // A text with several labels counts for the label of its first row.
  const strata = new Map<number, number[][]>();
  for (const group of groups.values()) {
    const { label } = rows[group[0]!]!;
    const stratum = strata.get(label);
    if (stratum) stratum.push(group);
    else strata.set(label, [group]);
  }
  const random = createRandom(0, 'held out');
  const heldOut = rows.map(() => false);
  const share = rows.length === 0 ? 0 : count / rows.length;
  // The rounding of one label is made up for by the next, so that the sum comes out right.
  let [wanted, taken] = [0, 0];
  for (const label of [...strata.keys()].sort((a, b) => a - b)) {
    const stratum = random.shuffle(strata.get(label)!);
    wanted += share * stratum.reduce((sum, group) => sum + group.length, 0);
    const chosen = chooseGroups(stratum, Math.round(wanted - taken));
    for (const index of chosen.flat()) heldOut[index] = true;
    taken += chosen.flat().length;
  }
  return heldOut;
}

/** Groups of about `quota` rows together: some, but not all of them, wherever there are two. */
function chooseGroups(groups: readonly number[][], quota: number): number[][] {
  const chosen: number[][] = [];
  let missing = quota;
  for (const group of groups) {
    if (chosen.length === groups.length - 1) break;
    if (group.length > missing) continue;
    chosen.push(group);
    missing -= group.length;
  }
  if (chosen.length > 0 || groups.length < 2) return chosen;
  return [groups.reduce((smallest, group) => (group.length < smallest.length ? group : smallest))];
}

function plain(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}
