/** @file Buttons that take the experiment and its results out of the page, as a link or as a file. */
import { useState } from 'react';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { experimentLink } from '../store/effects/urlSync';
import { Explained } from '../ui/Explained';
import { copyText } from '../ui/copyText';
import { saveResults } from './saveResults';
import { ShareMenu } from './ShareMenu';

export function ShareButtons() {
  const anyResults = useLab((lab) => runView(lab).slots.some(({ record }) => record !== null));
  const [told, setTold] = useState('');
  const tell = (text: string): void => {
    setTold(text);
    setTimeout(() => setTold((present) => (present === text ? '' : present)), 4000);
  };

  const copyLink = async (): Promise<void> => {
    const copied = await copyText(experimentLink());
    tell(
      copied
        ? 'Link copied: it opens this experiment anywhere.'
        : 'The browser does not allow copying; the link is in the address bar.',
    );
  };

  const save = (): void => {
    const name = saveResults();
    if (name !== null) tell(`Saved as ${name}.`);
  };

  return (
    <div className="share">
      <span role="status" className="share-told">
        {told}
      </span>
      <Explained text="Copies the address of this experiment: whoever opens it sees the same scenarios and settings.">
        <button type="button" className="text-button" data-testid="copy-link" onClick={() => void copyLink()}>
          Copy link
        </button>
      </Explained>
      <Explained text="Saves every finished trial to a file that this page, other pages and Python can read.">
        <button
          type="button"
          className="text-button"
          data-testid="save-results"
          disabled={!anyResults}
          onClick={save}
        >
          Save results
        </button>
      </Explained>
      <ShareMenu tell={tell} />
    </div>
  );
}
