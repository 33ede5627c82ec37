/** @file What the library has to tell: what was read of files, what was deleted, what is not kept. */
import { useEffect } from 'react';
import type { Reading } from '../../src/library/readFiles';
import { useLab } from '../store/lab';
import { Notice } from '../ui/Notice';
import { duplicateWords, readingWords } from './overlayWords';

export interface LibraryNoticesProps {
  readonly reading: Reading | null;
  readonly onDismiss: () => void;
}

export function LibraryNotices({ reading, onDismiss }: LibraryNoticesProps) {
  const problem = useLab((lab) => lab.libraryProblem);
  const dismissed = useLab((lab) => lab.dismissed.includes('library'));
  const foreign = useLab((lab) => lab.foreignEntries);
  const { dismiss } = useLab.getState();
  return (
    <div className="notices">
      {problem !== null && !dismissed && (
        <Notice title="The library is not kept" onDismiss={() => dismiss('library')}>
          <p>{problem}</p>
        </Notice>
      )}
      {foreign.length > 0 && (
        <Notice title="Entries of a newer LoRA Lab are left as they are">
          <p>
            {foreign.map(({ name }) => `“${name}”`).join(', ')}: this version cannot read them and does not
            touch them. Open them with the lab that wrote them.
          </p>
        </Notice>
      )}
      {reading && <ReadingNotice reading={reading} onDismiss={onDismiss} />}
      <DeletedNotice />
    </div>
  );
}

function ReadingNotice({
  reading,
  onDismiss,
}: {
  readonly reading: Reading;
  readonly onDismiss: () => void;
}) {
  const { leftOut, known, duplicates } = reading;
  return (
    <div data-testid="import-report">
      <Notice
        title={readingWords(reading)}
        tone={leftOut.length > 0 ? 'problem' : 'calm'}
        onDismiss={onDismiss}
      >
        {leftOut.length + known.length > 0 && (
          <ul>
            {leftOut.map(({ file, message, remedy }, i) => (
              <li key={`left ${i}`}>
                <strong>{file}</strong>: {message} {remedy}
              </li>
            ))}
            {known.map(({ file, as }, i) => (
              <li key={`known ${i}`}>
                <strong>{file}</strong>: all of its trials are here already, in “{as}”.
              </li>
            ))}
          </ul>
        )}
        {duplicates > 0 && <p>{duplicateWords(duplicates)}</p>}
      </Notice>
    </div>
  );
}

/** The last deletions, each with its way back; for as long as the library is open. */
function DeletedNotice() {
  const deleted = useLab((lab) => lab.deleted);
  const { undoDelete, forgetDeleted } = useLab.getState();
  useEffect(() => forgetDeleted, [forgetDeleted]);
  if (deleted.length === 0) return null;
  return (
    <div data-testid="deleted">
      <Notice title="Deleted" onDismiss={forgetDeleted}>
        <ul className="deleted-entries">
          {deleted.toReversed().map(({ id, name }) => (
            <li key={id}>
              “{name}”{' '}
              <button
                type="button"
                className="chip"
                data-testid="undo-delete"
                aria-label={`Undo: bring “${name}” back`}
                onClick={() => undoDelete(id)}
              >
                Undo
              </button>
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
