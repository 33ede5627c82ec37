/** @file Says that a newer build is ready. The page never loads it by itself, because a run would be lost. */
import { useState } from 'react';
import { useLab } from '../store/lab';
import { Notice } from '../ui/Notice';
import { useNewVersion } from './newVersion';

export function NewVersionNotice() {
  const ready = useNewVersion();
  const idle = useLab((lab) => lab.run.status === 'idle');
  const [dismissed, setDismissed] = useState(false);
  if (!ready || dismissed) return null;
  return (
    <Notice
      title="A new version is ready"
      onDismiss={() => setDismissed(true)}
      actions={
        idle && (
          <button type="button" className="text-button" onClick={() => location.reload()}>
            Load it now
          </button>
        )
      }
    >
      <p>
        {idle
          ? 'The experiment and its finished trials stay, as with any reload.'
          : 'It can be loaded when this run has ended.'}
      </p>
    </Notice>
  );
}
