/** @file An entry's tags as chips: a field adds tags, and each tag's cross removes it. */
import { useState } from 'react';
import { addTags, type LibraryEntry, MAX_TAGS } from '../../src/library/entry';
import { useLab } from '../store/lab';

export function EntryTags({ entry }: { readonly entry: LibraryEntry }) {
  const [typed, setTyped] = useState('');
  const { id, name, tags } = entry;
  const { changeEntry } = useLab.getState();
  const add = (): void => {
    if (addTags(tags, typed).length !== tags.length)
      void changeEntry(id, (stored) => ({ tags: addTags(stored.tags, typed) }));
    setTyped('');
  };
  return (
    <div className="entry-tags">
      {tags.map((tag) => (
        <span key={tag} className="tag" data-testid="tag">
          {tag}
          <button
            type="button"
            aria-label={`Take the tag ${tag} off “${name}”`}
            onClick={() =>
              void changeEntry(id, (stored) => ({ tags: stored.tags.filter((other) => other !== tag) }))
            }
          >
            ×
          </button>
        </span>
      ))}
      {tags.length < MAX_TAGS && (
        <input
          type="text"
          className="tag-input"
          aria-label={`Add tags to “${name}”, separated by commas`}
          placeholder="+ tag"
          autoComplete="off"
          maxLength={200}
          value={typed}
          data-testid="add-tag"
          onChange={(event) => setTyped(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add();
            if (event.key === 'Escape') setTyped('');
          }}
        />
      )}
    </div>
  );
}
