/** @file The library's entries, found by text and tag, and the check marks of all that are shown. */
import { useId, useMemo, useState } from 'react';
import type { LibraryEntry } from '../../src/library/entry';
import { allTags, matching } from '../../src/library/status';
import { useLab } from '../store/lab';
import { count } from '../../src/base/format';
import { rowsOf } from './chosenRows';
import { EntryCard } from './EntryCard';

export function EntryList({ library }: { readonly library: readonly LibraryEntry[] }) {
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState<string | null>(null);
  const { chooseRows } = useLab.getState();
  const id = useId();
  const tags = useMemo(() => allTags(library), [library]);
  // A tag that was taken off the last entry asks for nothing any more.
  const tag = wanted !== null && tags.includes(wanted) ? wanted : null;
  const shown = useMemo(() => matching(library, text, tag), [library, text, tag]);
  const choose = (chosen: boolean): void => chooseRows(shown.flatMap(rowsOf), chosen);

  return (
    <section className="entries" aria-label="Entries">
      <div className="entries-tools">
        {library.length > 1 && (
          <div className="field">
            <label htmlFor={id} className="visually-hidden">
              Find entries by name, note, tag, model, data or scenario
            </label>
            <input
              id={id}
              type="search"
              placeholder="Find"
              autoComplete="off"
              value={text}
              data-testid="find-entries"
              onChange={(event) => setText(event.target.value)}
            />
          </div>
        )}
        {tags.length > 0 && (
          <div className="tag-filter" role="group" aria-label="Only entries tagged">
            {tags.map((each) => (
              <button
                key={each}
                type="button"
                className="chip"
                aria-pressed={each === tag}
                onClick={() => setWanted(each === tag ? null : each)}
              >
                {each}
              </button>
            ))}
          </div>
        )}
        <div className="entries-all">
          <span className="quiet" role="status">
            {shown.length === library.length
              ? `${count(library.length)} ${library.length === 1 ? 'entry' : 'entries'}`
              : `${count(shown.length)} of ${count(library.length)} entries`}
          </span>
          <span>
            <button type="button" className="chip" data-testid="choose-all" onClick={() => choose(true)}>
              Overlay all
            </button>{' '}
            <button type="button" className="chip" data-testid="choose-none" onClick={() => choose(false)}>
              None
            </button>
          </span>
        </div>
      </div>
      <ul className="entry-cards">
        {shown.map((entry) => (
          <EntryCard key={entry.id} entry={entry} />
        ))}
      </ul>
      {shown.length === 0 && <p className="caption">No entry matches. Change the text, or the tag.</p>}
    </section>
  );
}
