/** @file A data set by name: one that ships with the lab, or one from the hub. */
import { useId, useState } from 'react';
import { EMBEDDED, parseSourceRef } from '../../src/sources/sourceRef';
import { useLab } from '../store/lab';

const SUGGESTIONS = [
  ...EMBEDDED.dataset,
  'stanfordnlp/sst2',
  'cornell-movie-review-data/rotten_tomatoes',
  'nyu-mll/glue',
  'stanfordnlp/imdb',
  'fancyzhx/ag_news',
  'dair-ai/emotion',
];

/** @param props.id the present data set, which must also be the component's key, so that the field follows it */
export function DataName({ id }: { readonly id: string }) {
  const [typed, setTyped] = useState(id);
  const inputId = useId();
  const name = typed.trim();
  const wrong = name !== '' && parseSourceRef('dataset', name) === null;
  const use = (): void => {
    if (name !== '' && !wrong && name !== id) useLab.getState().chooseDataset(name);
  };
  return (
    <form
      className="data-name"
      onSubmit={(event) => {
        event.preventDefault();
        use();
      }}
    >
      <div className="field" data-invalid={wrong ? '' : undefined}>
        <label htmlFor={inputId}>From the lab or the Hugging Face hub</label>
        <input
          id={inputId}
          type="text"
          list={`${inputId}-names`}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          placeholder="owner/name"
          aria-invalid={wrong}
          aria-describedby={wrong ? `${inputId}-message` : undefined}
          onChange={(event) => setTyped(event.target.value)}
        />
        <datalist id={`${inputId}-names`}>
          {SUGGESTIONS.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
        {wrong && (
          <p className="field-message" id={`${inputId}-message`} role="alert">
            Write it as owner/name or owner/name@revision.
          </p>
        )}
      </div>
      <button type="submit" className="text-button" disabled={name === '' || wrong || name === id}>
        Use
      </button>
    </form>
  );
}
