/**
 * @file Warns about labels that a person would take for the same, and labels of damaged text, since they are different
 * classes.
 */
import { quote } from '../experiment/validate';
import { listNames } from './columnList';

/** Characters that are invisible or look like a blank: controls, direction marks, joiners, variation selectors. */
const UNSEEN = /[\p{Cc}\p{Cf}\ufe00-\ufe0f]/gu;

/** One sentence for each group of labels that look the same or nearly so. */
export function twinNotes(names: readonly string[]): string[] {
  const damaged = names.filter((name) => name.includes('\ufffd'));
  return [
    ...groupsOf(names, seen).map(
      (group) =>
        `The labels ${group.map(quote).join(', ')} look the same and are different classes: ${group.map(codes).join('; ')}.`,
    ),
    ...groupsOf(names, (name) => seen(name).toLowerCase())
      .filter((group) => new Set(group.map(seen)).size > 1)
      .map(
        (group) =>
          `The labels ${group.map(quote).join(', ')} are different classes: labels are told apart by capitals, too.`,
      ),
    ...(damaged.length === 0
      ? []
      : [
          `${damaged.length === 1 ? 'The label' : 'The labels'} ${listNames(damaged)} ${damaged.length === 1 ? 'has a letter' : 'have letters'} of another encoding than the rest of the file and ${damaged.length === 1 ? 'is a class of its own' : 'are classes of their own'}: save the whole file in one encoding.`,
        ]),
  ];
}

/** The label as it looks: compatible characters made alike, blanks merged, invisible characters removed. */
function seen(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, ' ').replace(UNSEEN, '').trim();
}

function groupsOf(names: readonly string[], keyOf: (name: string) => string): string[][] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = keyOf(name);
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** The characters of a label by their code points; a few are enough. */
function codes(name: string): string {
  const points = [...name].map((character) => {
    const point = character.codePointAt(0) ?? 0;
    return point > 0x20 && point < 0x7f
      ? character
      : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  });
  return points.slice(0, 40).join(' ');
}
