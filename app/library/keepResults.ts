/** @file Keeps results in the library: as a new entry, or as an update of the one that this experiment has there. */
import { useEffect, useState } from 'react';
import { type LibraryEntry, MAX_NAME, newEntry, tidyName } from '../../src/library/entry';
import { aboutExperiment, entryOf, updateResults } from '../../src/library/keep';
import { formatDate } from '../../src/base/format';
import { lessonById } from '../../src/lessons';
import type { ResultsFile } from '../../src/results/results';
import { useLab, type Lab } from '../store/lab';
import { shownExperiment } from '../store/results/shownResults';
import { rowsOf } from './chosenRows';

export function defaultName(lab: Lab): string {
  const about = lessonById(lab.lesson)?.title ?? aboutExperiment(shownExperiment(lab));
  return `${about}, ${formatDate(new Date())}`.slice(0, MAX_NAME);
}

/**
 * The entry that the experiment of these results has in the library; null until the library is read, or if there is none.
 * @param onFound is called once with the entry; it must stay the same function
 */
export function useKnownEntry(
  results: ResultsFile | null,
  onFound: (entry: LibraryEntry) => void,
): LibraryEntry | null {
  const [known, setKnown] = useState<LibraryEntry | null>(null);
  useEffect(() => {
    let open = true;
    void useLab
      .getState()
      .loadLibrary()
      .then((library) => {
        const entry = results && entryOf(results, library);
        if (!open || !entry) return;
        setKnown(entry);
        onFound(entry);
      });
    return () => {
      open = false;
    };
  }, [results, onFound]);
  return known;
}

/** @throws LabError if the name cannot be an entry's */
export function keepAsNew(results: ResultsFile, name: string): void {
  const { addEntries, chooseRows } = useLab.getState();
  const entry = newEntry(results, { name: tidyName(name), origin: { kind: 'kept' } }, new Date());
  void addEntries([entry]);
  chooseRows(rowsOf(entry), true);
}

/** @throws LabError if the name cannot be an entry's */
export function keepAsUpdate(known: LibraryEntry, results: ResultsFile, name: string): void {
  const tidy = tidyName(name);
  const update = (entry: LibraryEntry) => ({
    name: tidy,
    results: updateResults(entry.results, results),
  });
  // Another tab may have deleted the entry in the meantime. Then the results become an entry of their own.
  void useLab
    .getState()
    .changeEntry(known.id, update)
    .then((isThere) => isThere || keepAsNew(results, tidy));
}
