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
  const tags = useMemo(() => allTags(library), [library]);
  // A tag that no entry has any more leaves nothing out.
  const tag = wanted !== null && tags.includes(wanted) ? wanted : null;
  const shown = useMemo(() => matching(library, text, tag), [library, text, tag]);

  return (
    <section className="entries" aria-label="Entries">
      <div className="entries-tools">
        {library.length > 1 && <FindField text={text} onChange={setText} />}
        {tags.length > 0 && <TagFilter tags={tags} tag={tag} onChange={setWanted} />}
        <ChooseAll shown={shown} of={library.length} />
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

interface FindFieldProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function FindField({ text, onChange }: FindFieldProps) {
  const id = useId();
  return (
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
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

interface TagFilterProps {
  readonly tags: readonly string[];
  /** The tag whose entries are shown; null for all. */
  readonly tag: string | null;
  readonly onChange: (tag: string | null) => void;
}

function TagFilter({ tags, tag, onChange }: TagFilterProps) {
  return (
    <div className="tag-filter" role="group" aria-label="Only entries tagged">
      {tags.map((each) => (
        <button
          key={each}
          type="button"
          className="chip"
          aria-pressed={each === tag}
          onClick={() => onChange(each === tag ? null : each)}
        >
          {each}
        </button>
      ))}
    </div>
  );
}

interface ChooseAllProps {
  readonly shown: readonly LibraryEntry[];
  /** The number of entries. */
  readonly of: number;
}

/** The number of entries shown, and buttons that overlay all of them or none. */
function ChooseAll({ shown, of }: ChooseAllProps) {
  const { chooseRows } = useLab.getState();
  const choose = (chosen: boolean): void => chooseRows(shown.flatMap(rowsOf), chosen);
  return (
    <div className="entries-all">
      <span className="quiet" role="status">
        {shown.length === of
          ? `${count(of)} ${of === 1 ? 'entry' : 'entries'}`
          : `${count(shown.length)} of ${count(of)} entries`}
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
  );
}
