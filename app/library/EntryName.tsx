/** @file An entry's name, edited in place: Enter or leaving the field keeps it, Escape brings the old one back. */
import { useState } from 'react';
import { type LibraryEntry, MAX_NAME, tidyName } from '../../src/library/entry';
import { useLab } from '../store/lab';

export function EntryName({ entry }: { readonly entry: LibraryEntry }) {
  const [typed, setTyped] = useState<string | null>(null);
  const empty = typed !== null && typed.trim() === '';
  const keep = (): void => {
    // An entry without a name could not be told from others: the old one comes back.
    if (typed !== null && !empty) {
      const name = tidyName(typed);
      if (name !== entry.name) void useLab.getState().changeEntry(entry.id, () => ({ name }));
    }
    setTyped(null);
  };
  return (
    <input
      type="text"
      className="entry-name"
      aria-label={`Name of “${entry.name}”`}
      data-testid="entry-name"
      maxLength={MAX_NAME}
      autoComplete="off"
      title={typed === null ? entry.name : undefined}
      value={typed ?? entry.name}
      aria-invalid={empty}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
}
