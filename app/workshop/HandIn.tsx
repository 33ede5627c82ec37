/** @file At the end of a workshop: one's results as a file or a link, with a name if one likes. */
import { useId, useState } from 'react';
import { MAX_PARTICIPANT_LENGTH } from '../../src/workshop/workshop';
import { participantFile } from '../../src/workshop/participantFile';
import { downloadResults } from '../ui/download';
import { readSession, writeSession } from '../store/storage/preferences';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { resultsFile } from '../store/results/resultsFile';
import { shownExperiment } from '../store/results/shownResults';
import { HAND_IN_ID } from './handInId';
import { copyResultsLink } from '../share/resultsLink';

export default function HandIn() {
  const view = useLab(runView);
  const title = useLab((lab) => lab.workshop?.title ?? lab.workshop?.id ?? '');
  const [name, setName] = useState(() => readSession('participant') ?? '');
  const [told, setTold] = useState('');
  const nameId = useId();
  const nothing = view.settled === 0;
  const missing = view.slots.length - view.settled;

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
    <section
      className="hand-in"
      id={HAND_IN_ID}
      tabIndex={-1}
      aria-labelledby="hand-in-title"
      data-testid="hand-in"
    >
      <h2 id="hand-in-title">Hand in</h2>
      <p>
        {nothing
          ? 'When trials have finished, you can hand them in here.'
          : missing > 0
            ? `${view.settled} of ${view.slots.length} trials have finished; they can be handed in already.`
            : 'Your trials have finished.'}
      </p>
      <div className="field">
        <label htmlFor={nameId}>Your name, if you like</label>
        <input
          id={nameId}
          type="text"
          autoComplete="name"
          maxLength={MAX_PARTICIPANT_LENGTH}
          value={name}
          data-testid="participant"
          onChange={(event) => setName(event.target.value)}
        />
        <p className="caption">It becomes part of the file’s name or of the link, and of nothing else.</p>
      </div>
      <div className="hand-in-buttons">
        <button
          type="button"
          className="run-button"
          data-testid="hand-in-save"
          disabled={nothing}
          onClick={save}
        >
          Save my results
        </button>
        <button
          type="button"
          className="run-button secondary"
          data-testid="hand-in-link"
          disabled={nothing}
          onClick={() => void copy()}
        >
          Copy link with my results
        </button>
      </div>
      <p role="status" className="caption">
        {told}
      </p>
    </section>
  );
}
