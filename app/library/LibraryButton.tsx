/** @file The way into the library, with the number of its entries. */
import { useEffect } from 'react';
import { useLab } from '../store/lab';
import { count } from '../../src/base/format';
import { Explained } from '../ui/Explained';

export function LibraryButton() {
  const entries = useLab((lab) => lab.libraryCount);
  const { goTo, countLibrary } = useLab.getState();
  useEffect(() => void countLibrary(), [countLibrary]);
  return (
    <Explained text="Results you have kept or imported, to be compared with each other.">
      <button
        type="button"
        className="text-button library-open"
        data-testid="open-library"
        onClick={() => goTo('library')}
      >
        Library{' '}
        {entries !== null && entries > 0 && (
          <span className="library-count" data-testid="library-count">
            {count(entries)}
            <span className="visually-hidden"> {entries === 1 ? 'entry' : 'entries'}</span>
          </span>
        )}
      </button>
    </Explained>
  );
}
