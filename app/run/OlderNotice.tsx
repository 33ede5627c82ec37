/**
 * @file Mentions this experiment's trials that older versions of the lab measured, and offers to keep them in the
 * library.
 */
import { useState } from 'react';
import { count } from '../../src/base/format';
import { useLab } from '../store/lab';
import { Notice } from '../ui/Notice';

export default function OlderNotice() {
  const older = useLab((lab) => lab.older);
  const [refused, setRefused] = useState(false);
  const { dismissOlder, keepOlder } = useLab.getState();
  if (older.length === 0) return null;
  const versions = [...new Set(older.map(({ version }) => version))];
  const keep = (): void => void keepOlder().then((isStored) => setRefused(!isStored));
  return (
    <Notice
      title="There are results from an older version of the lab"
      onDismiss={dismissOlder}
      actions={
        <button type="button" className="text-button" data-testid="keep-older" onClick={keep}>
          Keep them in the library
        </button>
      }
    >
      <p>
        {count(older.length)} {older.length === 1 ? 'trial' : 'trials'} of this experiment{' '}
        {older.length === 1 ? 'was' : 'were'} measured with version {versions.join(' and ')}. Versions may
        read data or train differently, so they do not stand among this version’s results. In the library they
        can be compared with them and saved.
      </p>
      {refused && <p>The browser has not stored them: they stay in the library until the page is closed.</p>}
    </Notice>
  );
}
