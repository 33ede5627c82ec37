/** @file Everything the page has to tell: wrong parts of the address, the device, storage, a failed run. */
import { useLab } from '../store/lab';
import { Notice } from '../ui/Notice';
import { EnvironmentNotice } from './EnvironmentNotice';

export function Notices() {
  const urlProblems = useLab((lab) => lab.urlProblems);
  const dismissed = useLab((lab) => lab.dismissed);
  const storageProblem = useLab((lab) => lab.storageProblem);
  const modelProblem = useLab((lab) => lab.modelProblem);
  const error = useLab((lab) => lab.run.error);
  const settled = useLab((lab) => lab.run.finished.some(({ status }) => status === 'done'));
  const { dismiss, dismissRunError, startRun } = useLab.getState();

  return (
    <div className="notices">
      {error && (
        <Notice
          title="The run had to stop"
          tone="problem"
          onDismiss={dismissRunError}
          actions={
            <button
              type="button"
              className="text-button"
              onClick={() => void startRun({ which: 'missing' }).catch(() => undefined)}
            >
              {settled ? 'Try again with the trials that are missing' : 'Try again'}
            </button>
          }
        >
          <p>{error.message}</p>
          <p>{error.remedy}</p>
        </Notice>
      )}
      {urlProblems.length > 0 && !dismissed.includes('url') && (
        <Notice
          title="Parts of the address could not be used"
          tone="problem"
          onDismiss={() => dismiss('url')}
        >
          <ul>
            {urlProblems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
          <p>Everything else was loaded. The address stays as it is until you change a setting.</p>
        </Notice>
      )}
      {modelProblem && (
        <Notice title="The model is not there" tone="problem">
          <p>{modelProblem}. Check the name in the address, or open a lesson.</p>
        </Notice>
      )}
      <EnvironmentNotice />
      {storageProblem && !dismissed.includes('storage') && (
        <Notice title="Results are not kept" onDismiss={() => dismiss('storage')}>
          <p>{storageProblem}</p>
        </Notice>
      )}
    </div>
  );
}
