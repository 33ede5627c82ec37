/** @file Reads results files into the library, and reports its progress and what was found. */
import { useState } from 'react';
import { readFiles, type Reading } from '../../src/library/readFiles';
import { useLab } from '../store/lab';
import { rowsOf } from './chosenRows';

export interface Import {
  readonly add: (files: readonly File[]) => void;
  /** "12 of 30" while files are read; null while none are. */
  readonly busy: string | null;
  /** The outcome of the last import; null before the first, and once it is dismissed. */
  readonly reading: Reading | null;
  readonly dismiss: () => void;
}

export function useImport(): Import {
  const { loadLibrary, addEntries, chooseRows } = useLab.getState();
  const [reading, setReading] = useState<Reading | null>(null);
  const [busy, setBusy] = useState<string | null>(null);

  const add = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0 || busy !== null) return;
    setBusy('');
    setReading(null);
    try {
      const read = await readFiles(files, await loadLibrary(), (done) =>
        setBusy(`${done + 1} of ${files.length}`),
      );
      // Entries are reported as read only once they are stored, or the page says that they are not kept.
      await addEntries(read.entries);
      chooseRows(read.entries.flatMap(rowsOf), true);
      setReading(read);
    } finally {
      setBusy(null);
    }
  };
  return { add: (files) => void add(files), busy, reading, dismiss: () => setReading(null) };
}
