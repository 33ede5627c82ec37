/** @file Asks for the name under which the shown experiment's results are kept, and whether to update its entry. */
import { useCallback, useId, useState, type FormEvent } from 'react';
import { type LibraryEntry, MAX_NAME } from '../../src/library/entry';
import { describeError } from '../../src/base/errors';
import { count } from '../../src/base/format';
import type { PageDialogProps } from '../ui/pageDialog';
import { useLab } from '../store/lab';
import { resultsFile } from '../store/results/resultsFile';
import { shownExperiment } from '../store/results/shownResults';
import { Choice } from '../ui/Choice';
import { Dialog } from '../ui/Dialog';
import { defaultName, keepAsNew, keepAsUpdate, useKnownEntry } from './keepResults';

const WAYS = [
  { value: 'update', label: 'Update it' },
  { value: 'new', label: 'Keep as a new entry' },
] as const;

export default function KeepDialog({ onClose }: PageDialogProps) {
  // A run may continue behind the dialog: the results kept are those at the time it opened.
  const [results] = useState(() => resultsFile(shownExperiment(useLab.getState()), useLab.getState()));
  const [way, setWay] = useState<'update' | 'new'>('update');
  const [name, setName] = useState(() => defaultName(useLab.getState()));
  const known = useKnownEntry(
    results,
    useCallback((entry: LibraryEntry) => setName(entry.name), []),
  );
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const updates = known !== null && way === 'update';

  const keep = (event: FormEvent): void => {
    event.preventDefault();
    if (!results) return;
    try {
      if (updates) keepAsUpdate(known, results, name);
      else keepAsNew(results, name);
      onClose();
    } catch (error) {
      setProblem(describeError(error).message);
    }
  };
  const change = (next: 'update' | 'new'): void => {
    setWay(next);
    setName(next === 'update' && known ? known.name : defaultName(useLab.getState()));
  };
  const rename = (text: string): void => {
    setName(text);
    setProblem(null);
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
          {updates ? 'Update' : 'Keep'}
        </button>
      }
    >
      <form id={id} className="keep-form" onSubmit={keep}>
        {known && <WayChoice name={known.name} way={way} onChange={change} />}
        <NameField name={name} problem={problem} onChange={rename} />
      </form>
    </Dialog>
  );
}

interface WayChoiceProps {
  /** The name of the existing entry. */
  readonly name: string;
  readonly way: 'update' | 'new';
  readonly onChange: (way: 'update' | 'new') => void;
}

function WayChoice({ name, way, onChange }: WayChoiceProps) {
  return (
    <Choice
      label={`This experiment is in the library already, as “${name}”.`}
      options={WAYS}
      value={way}
      onChange={onChange}
      hint="The same settings make the same experiment, whatever its seeds. Updating takes the trials that are here now and keeps earlier ones of other seeds."
    />
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly problem: string | null;
  readonly onChange: (name: string) => void;
}

function NameField({ name, problem, onChange }: NameFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Name</label>
      <input
        id={id}
        type="text"
        maxLength={MAX_NAME}
        autoComplete="off"
        value={name}
        data-testid="keep-name"
        onChange={(event) => onChange(event.target.value)}
      />
      {problem !== null && (
        <p className="field-message" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
