/** @file An entry's note: plain text, kept when the field is left. */
import { useId, useState } from 'react';
import { type LibraryEntry, MAX_NOTE } from '../../src/library/entry';
import { useLab } from '../store/lab';

export function EntryNote({ entry }: { readonly entry: LibraryEntry }) {
  const [typed, setTyped] = useState<string | null>(null);
  const id = useId();
  const keep = (): void => {
    if (typed !== null && typed !== entry.note)
      void useLab.getState().changeEntry(entry.id, () => ({ note: typed }));
    setTyped(null);
  };
  return (
    <div className="entry-note">
      <label htmlFor={id} className="quiet">
        Note
      </label>
      <textarea
        id={id}
        rows={2}
        maxLength={MAX_NOTE}
        data-testid="entry-note"
        value={typed ?? entry.note}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={keep}
      />
    </div>
  );
}
