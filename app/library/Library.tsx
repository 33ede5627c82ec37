/** @file The library in place of the lab: kept and imported results, and any of their scenarios over each other. */
import { useEffect, useRef, useState } from 'react';
import { readFiles, type Reading } from '../../src/library/readFiles';
import { useLab } from '../store/lab';
import { rowsOf } from './chosenRows';
import { EntryList } from './EntryList';
import { ImportButton } from './ImportButton';
import { LibraryNotices } from './LibraryNotices';
import { OverlayView } from './OverlayView';
import { useFileDrop } from './useFileDrop';

export default function Library() {
  const library = useLab((lab) => lab.library);
  const running = useLab((lab) => lab.run.status !== 'idle');
  const { goTo, loadLibrary, addEntries, chooseRows } = useLab.getState();
  const [reading, setReading] = useState<Reading | null>(null);
  /** "12 of 30" while files are read. */
  const [busy, setBusy] = useState<string | null>(null);
  const title = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    void loadLibrary();
    // The button that was pressed is gone.
    title.current?.focus();
    scrollTo({ top: 0 });
  }, [loadLibrary]);

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
  const over = useFileDrop((files) => void add(files));

  return (
    <section className="library" aria-labelledby="library-title" data-testid="library">
      <header className="library-head">
        <div>
          <h2 id="library-title" ref={title} tabIndex={-1}>
            Library
          </h2>
          <p className="caption">
            Results kept in this browser: name them, tag them, and lay any scenarios over each other.
          </p>
        </div>
        <div className="library-actions">
          {running && <span className="quiet">The run in the lab goes on.</span>}
          <ImportButton busy={busy} onPick={(files) => void add(files)} />
          <button type="button" className="text-button" data-testid="back-to-lab" onClick={() => goTo('lab')}>
            Back to the lab
          </button>
        </div>
      </header>
      <LibraryNotices reading={reading} onDismiss={() => setReading(null)} />
      {library?.length === 0 && (
        <p className="library-empty">
          Nothing is here yet. In the lab, “More → Keep in library” keeps an experiment with its results. Or
          drop results files on this page, as many as you like: a class’s thirty files become one picture.
        </p>
      )}
      {library && library.length > 0 && (
        <div className="library-body">
          <EntryList library={library} />
          <OverlayView library={library} />
        </div>
      )}
      {over && (
        <div className="library-drop" aria-hidden="true">
          Drop results files to import them
        </div>
      )}
    </section>
  );
}
