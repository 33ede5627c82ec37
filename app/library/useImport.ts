/** @file Reads results files and pasted links into the library, and reports its progress and what was found. */
import { useState } from 'react';
import type { LibraryEntry } from '../../src/library/entry';
import { readFiles, readSources, type Reading } from '../../src/library/readFiles';
import { useLab } from '../store/lab';
import { rowsOf } from './chosenRows';

const NO_LINKS: Reading = {
  ...{ entries: [], known: [], duplicates: 0 },
  leftOut: [
    {
      file: 'The pasted text',
      message: 'There is no link in it.',
      remedy: 'Paste links made with “Copy link with my results”, one or many.',
    },
  ],
};

export interface Import {
  readonly add: (files: readonly File[]) => void;
  /** Reads the results links of a text. */
  readonly addLinks: (text: string) => void;
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

  const take = async (
    total: number,
    reader: (library: readonly LibraryEntry[], onProgress: (done: number) => void) => Promise<Reading>,
  ): Promise<void> => {
    if (busy !== null) return;
    setBusy('');
    setReading(null);
    try {
      const read = await reader(await loadLibrary(), (done) => setBusy(`${done + 1} of ${total}`));
      // Entries are reported as read only once they are stored, or the page says that they are not kept.
      await addEntries(read.entries);
      chooseRows(read.entries.flatMap(rowsOf), true);
      setReading(read);
    } finally {
      setBusy(null);
    }
  };
  const add = (files: readonly File[]): void => {
    if (files.length > 0) void take(files.length, (...rest) => readFiles(files, ...rest));
  };
  const addLinks = async (text: string): Promise<void> => {
    // Unpacking is loaded only when there is something to unpack.
    const { linksIn } = await import('../../src/address/readLinks');
    const links = linksIn(text);
    if (links.length === 0) setReading(NO_LINKS);
    else await take(links.length, (...rest) => readSources(links, ...rest));
  };
  return { add, addLinks: (text) => void addLinks(text), busy, reading, dismiss: () => setReading(null) };
}
