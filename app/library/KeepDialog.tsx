/** @file Keeps the shown experiment's results in the library: as a new entry, or as an update of the one there is. */
import { useEffect, useId, useState, type FormEvent } from 'react';
import { lessonById } from '../../src/lessons';
import { type LibraryEntry, MAX_NAME, newEntry, tidyName } from '../../src/library/entry';
import { aboutExperiment, entryOf, updateResults } from '../../src/library/keep';
import { describeError } from '../../src/base/errors';
import type { PageDialogProps } from '../ui/pageDialog';
import { useLab, type Lab } from '../store/lab';
import { resultsFile } from '../store/results/resultsFile';
import { shownExperiment } from '../store/results/shownResults';
import { Choice } from '../ui/Choice';
import { Dialog } from '../ui/Dialog';
import { count, formatDate } from '../../src/base/format';
import { rowsOf } from './chosenRows';

function defaultName(lab: Lab): string {
  const experiment = shownExperiment(lab);
  const about = lessonById(lab.lesson)?.title ?? aboutExperiment(experiment);
  return `${about}, ${formatDate(new Date())}`.slice(0, MAX_NAME);
}

const WAYS = [
  { value: 'update', label: 'Update it' },
  { value: 'new', label: 'Keep another entry' },
] as const;

export default function KeepDialog({ onClose }: PageDialogProps) {
  // As it was when the dialog opened: a run may go on behind it, and what is kept is what is read here.
  const [results] = useState(() => resultsFile(shownExperiment(useLab.getState()), useLab.getState()));
  const [known, setKnown] = useState<LibraryEntry | null>(null);
  const [way, setWay] = useState<'update' | 'new'>('update');
  const [name, setName] = useState(() => defaultName(useLab.getState()));
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();

  useEffect(() => {
    let open = true;
    void useLab
      .getState()
      .loadLibrary()
      .then((library) => {
        const entry = results && entryOf(results, library);
        if (!open || !entry) return;
        setKnown(entry);
        setName(entry.name);
      });
    return () => {
      open = false;
    };
  }, [results]);

  const keep = (event: FormEvent): void => {
    event.preventDefault();
    if (!results) return;
    const { addEntries, changeEntry, chooseRows } = useLab.getState();
    try {
      const tidy = tidyName(name);
      const add = (): void => {
        const entry = newEntry(results, { name: tidy, origin: { kind: 'kept' } }, new Date());
        void addEntries([entry]);
        chooseRows(rowsOf(entry), true);
      };
      if (known && way === 'update') {
        const update = (entry: LibraryEntry) => ({
          name: tidy,
          results: updateResults(entry.results, results),
        });
        // Where another tab has deleted the entry meanwhile, what is to be kept becomes one of its own.
        void changeEntry(known.id, update).then((isThere) => isThere || add());
      } else add();
      onClose();
    } catch (error) {
      setProblem(describeError(error).message);
    }
  };

  const change = (next: 'update' | 'new'): void => {
    setWay(next);
    setName(next === 'update' && known ? known.name : defaultName(useLab.getState()));
  };

  const trials = results?.trials.length ?? 0;
  return (
    <Dialog
      title="Keep in library"
      description={`A copy of this experiment and its ${count(trials)} ${trials === 1 ? 'trial' : 'trials'}, to be laid over others. It stays in this browser.`}
      onClose={onClose}
      actions={
        <button
          type="submit"
          form={id}
          className="text-button"
          data-testid="keep-confirm"
          disabled={!results}
        >
          {known && way === 'update' ? 'Update' : 'Keep'}
        </button>
      }
    >
      <form id={id} className="keep-form" onSubmit={keep}>
        {known && (
          <Choice
            label={`This experiment is in the library already, as “${known.name}”.`}
            options={WAYS}
            value={way}
            onChange={change}
            hint="The same settings make the same experiment, whatever its seeds. Updating takes the trials that are here now and keeps earlier ones of other seeds."
          />
        )}
        <div className="field">
          <label htmlFor={`${id}-name`}>Name</label>
          <input
            id={`${id}-name`}
            type="text"
            maxLength={MAX_NAME}
            autoComplete="off"
            value={name}
            data-testid="keep-name"
            onChange={(event) => {
              setName(event.target.value);
              setProblem(null);
            }}
          />
          {problem !== null && (
            <p className="field-message" role="alert">
              {problem}
            </p>
          )}
        </div>
      </form>
    </Dialog>
  );
}
