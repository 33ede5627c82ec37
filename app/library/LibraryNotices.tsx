/** @file The library's notices: what was read from files, what was deleted, and what is not kept. */
import { useEffect, useRef } from 'react';
import type { Reading } from '../../src/library/readFiles';
import { SetAside } from '../run/rareNotices';
import { useLab } from '../store/lab';
import { DismissibleNotice } from '../ui/DismissibleNotice';
import { Notice } from '../ui/Notice';
import { formatDuplicate, formatReading } from './formatOverlay';

export interface LibraryNoticesProps {
  readonly reading: Reading | null;
  readonly onDismiss: () => void;
}

export function LibraryNotices({ reading, onDismiss }: LibraryNoticesProps) {
  const problem = useLab((lab) => lab.libraryProblem);
  const foreign = useLab((lab) => lab.foreignEntries);
  return (
    <div className="notices">
      {problem !== null && (
        <DismissibleNotice id="library" title="The library is not kept">
          <p>{problem}</p>
        </DismissibleNotice>
      )}
      {foreign.length > 0 && (
        <Notice title="Entries of a newer LoRA Lab are left as they are">
          <p>
            {foreign.map(({ name }) => `“${name}”`).join(', ')}: this version cannot read them and does not
            touch them. Open them with the lab that wrote them.
          </p>
        </Notice>
      )}
      <SetAside />
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
        title={formatReading(reading)}
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
        {duplicates > 0 && <p>{formatDuplicate(duplicates)}</p>}
      </Notice>
    </div>
  );
}

/** The last deletions, each with a way to undo it, for as long as the library is open. */
function DeletedNotice() {
  const deleted = useLab((lab) => lab.deleted);
  const { undoDelete, forgetDeleted } = useLab.getState();
  const undo = useRef<HTMLButtonElement>(null);
  const last = deleted.at(-1);
  useEffect(() => forgetDeleted, [forgetDeleted]);
  // The entry that had the focus is gone. The focus moves to the button that brings the entry back.
  useEffect(() => undo.current?.focus({ preventScroll: true }), [last]);
  if (!last) return null;
  return (
    <div className="toast" data-testid="deleted">
      <Notice title="Deleted" onDismiss={forgetDeleted}>
        <ul className="deleted-entries">
          {deleted.toReversed().map((entry) => (
            <li key={entry.id}>
              <button
                type="button"
                className="chip"
                ref={entry === last ? undo : null}
                data-testid="undo-delete"
                aria-label={`Undo: bring “${entry.name}” back`}
                onClick={() => undoDelete(entry.id)}
              >
                Undo
              </button>{' '}
              “{entry.name}”
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
