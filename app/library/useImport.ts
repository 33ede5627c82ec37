/** @file Reads results files into the library, and tells how far that has come and what was found. */
import { useState } from 'react';
import { readFiles, type Reading } from '../../src/library/readFiles';
import { useLab } from '../store/lab';
import { rowsOf } from './chosenRows';

export interface Import {
  readonly add: (files: readonly File[]) => void;
  /** "12 of 30" while files are read; null while none are. */
  readonly busy: string | null;
  /** What came of the last files; null before, and once it is dismissed. */
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
      // What is told as read is stored, or the page says that it is not kept.
      await addEntries(read.entries);
      chooseRows(read.entries.flatMap(rowsOf), true);
      setReading(read);
    } finally {
      setBusy(null);
    }
  };
  return { add: (files) => void add(files), busy, reading, dismiss: () => setReading(null) };
}
