/** @file The end of a workshop: a person's results as a file or a link, with a name if they like. */
import { lazy, useId, useState } from 'react';
import { MAX_PARTICIPANT_LENGTH } from '../../src/workshop/workshop';
import { participantFile } from '../../src/workshop/participantFile';
import { downloadResults } from '../ui/download';
import { readSession, writeSession } from '../store/storage/preferences';
import { useLab } from '../store/lab';
import { Loaded } from '../ui/Loaded';
import { runView } from '../store/runView';
import { resultsFile } from '../store/results/resultsFile';
import { shownExperiment } from '../store/results/shownResults';
import { HAND_IN_ID } from './handInId';
import { copyResultsLink } from '../share/resultsLink';

const ResultsCode = lazy(() => import('./ResultsCode'));

export default function HandIn() {
  const { slots, settled } = useLab(runView);
  const [name, setName] = useState(() => readSession('participant') ?? '');
  const missing = slots.length - settled;
  return (
    <section
      className="hand-in"
      id={HAND_IN_ID}
      tabIndex={-1}
      aria-labelledby="hand-in-title"
      data-testid="hand-in"
    >
      <h2 id="hand-in-title">Hand in</h2>
      <p>
        {settled === 0
          ? 'Hand in your trials here once they have finished.'
          : missing > 0
            ? `${settled} of ${slots.length} trials have finished. You can hand them in now, or wait for the rest.`
            : 'Your trials have finished.'}
      </p>
      <NameField name={name} onChange={setName} />
      <HandInButtons name={name} settled={settled} />
    </section>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly onChange: (name: string) => void;
}

function NameField({ name, onChange }: NameFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Your name, if you like</label>
      <input
        id={id}
        type="text"
        autoComplete="name"
        maxLength={MAX_PARTICIPANT_LENGTH}
        value={name}
        data-testid="participant"
        onChange={(event) => onChange(event.target.value)}
      />
      <p className="caption">
        It goes into the file’s name or the link, and nowhere else. Your prediction goes along with the
        results.
      </p>
    </div>
  );
}

interface HandInButtonsProps {
  readonly name: string;
  /** Trials that have finished. */
  readonly settled: number;
}

/** A button that shows and hides the link as a QR code, and the code. */
function CodeButton({ name, settled }: HandInButtonsProps) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <button
        type="button"
        className="run-button secondary"
        data-testid="hand-in-code"
        disabled={settled === 0}
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? 'Hide QR code' : 'Show QR code'}
      </button>
      {shown && settled > 0 && (
        <Loaded what="The QR code">
          <ResultsCode by={name.trim() || null} settled={settled} />
        </Loaded>
      )}
    </>
  );
}

/** A file, a link and its code, with the outcome below them. */
function HandInButtons({ name, settled }: HandInButtonsProps) {
  const disabled = settled === 0;
  const title = useLab((lab) => lab.workshop?.title ?? lab.workshop?.id ?? '');
  const [told, setTold] = useState('');

  const remember = (): void => writeSession('participant', name.trim());
  const save = (): void => {
    const lab = useLab.getState();
    const file = resultsFile(shownExperiment(lab), lab);
    if (!file) return;
    remember();
    const fileName = participantFile(title, name);
    downloadResults(fileName, file);
    setTold(`Saved as ${fileName}.`);
  };
  const copy = async (): Promise<void> => {
    remember();
    setTold(await copyResultsLink(name.trim() || null));
  };

  return (
    <>
      <div className="hand-in-buttons">
        <button
          type="button"
          className="run-button"
          data-testid="hand-in-save"
          disabled={disabled}
          onClick={save}
        >
          Save my results
        </button>
        <button
          type="button"
          className="run-button secondary"
          data-testid="hand-in-link"
          disabled={disabled}
          onClick={() => void copy()}
        >
          Copy link with my results
        </button>
        <CodeButton name={name} settled={settled} />
      </div>
      <p role="status" className="caption">
        {told}
      </p>
    </>
  );
}
