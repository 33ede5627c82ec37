/** @file The library in place of the lab: kept and imported results, with any of their scenarios overlaid. */
import { useEffect, useRef } from 'react';
import { useLab } from '../store/lab';
import { EntryList } from './EntryList';
import { ImportButton } from './ImportButton';
import { LibraryNotices } from './LibraryNotices';
import { OverlayView } from './OverlayView';
import { PasteLinks } from './PasteLinks';
import { useFileDrop } from './useFileDrop';
import { useImport, type Import } from './useImport';

export default function Library() {
  const library = useLab((lab) => lab.library);
  const { loadLibrary } = useLab.getState();
  useEffect(() => void loadLibrary(), [loadLibrary]);
  const importing = useImport();
  const over = useFileDrop(importing.add);

  return (
    <section className="library" aria-labelledby="library-title" data-testid="library">
      <LibraryHead {...importing} />
      <LibraryNotices reading={importing.reading} onDismiss={importing.dismiss} />
      {library?.length === 0 && (
        <p className="library-empty">
          Nothing is here yet. To keep an experiment with its results, choose “More → Keep in library” in the
          lab. Or drop results files here, or paste results links: a class of thirty becomes one picture.
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

function LibraryHead({ busy, add, addLinks }: Pick<Import, 'busy' | 'add' | 'addLinks'>) {
  const running = useLab((lab) => lab.run.status !== 'idle');
  const { goTo } = useLab.getState();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that was pressed is gone, so the focus moves.
    title.current?.focus();
    scrollTo({ top: 0 });
  }, []);
  return (
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
        <ImportButton busy={busy} onPick={add} />
        <PasteLinks disabled={busy !== null} onPaste={addLinks} />
        <button type="button" className="text-button" data-testid="back-to-lab" onClick={() => goTo('lab')}>
          Back to the lab
        </button>
      </div>
    </header>
  );
}
