/** @file Everything the page has to tell: wrong parts of the address, the device, storage, a failed run. */
import { formatProblem } from '../../src/data/formatInspection';
import type { RowProblem } from '../../workers/protocol';
import { NewVersionNotice } from '../offline/NewVersionNotice';
import { useLab } from '../store/lab';
import { Notice } from '../ui/Notice';
import { OtherTabNotice } from './OtherTabNotice';
import { NoRoomActions } from './NoRoomActions';
import { OlderNotice } from './OlderNotice';
import { EnvironmentNotice } from './EnvironmentNotice';
import { SetAsideNotice } from './SetAsideNotice';

/** One array for all calls: a new one each time would draw again and again. */
const NONE: readonly RowProblem[] = [];

export function Notices() {
  const urlProblems = useLab((lab) => lab.urlProblems);
  const urlRepair = useLab((lab) => lab.urlRepair);
  const dismissed = useLab((lab) => lab.dismissed);
  const storageProblem = useLab((lab) => lab.storageProblem);
  const storageRemoved = useLab((lab) => lab.storageRemoved);
  const newerStored = useLab((lab) => lab.newerStored);
  const trainedProblem = useLab((lab) => lab.trainedProblem);
  const checkpointProblem = useLab((lab) => lab.checkpointProblem);
  const modelProblem = useLab((lab) => lab.modelProblem);
  const leftOut = useLab((lab) => lab.run.reading?.problems ?? NONE);
  const error = useLab((lab) => lab.run.error);
  const doNotFit = useLab((lab) => lab.run.doNotFit);
  const told = useLab((lab) => lab.run.notices);
  const settled = useLab((lab) => lab.run.finished.some(({ status }) => status === 'done'));
  const { dismiss, dismissRunError, startRun } = useLab.getState();

  return (
    <div className="notices">
      {error && (
        <Notice
          title={doNotFit.length > 0 ? 'There is no room for this on the device' : 'The run had to stop'}
          tone="problem"
          onDismiss={dismissRunError}
          actions={
            doNotFit.length > 0 ? (
              <NoRoomActions scenarios={doNotFit} />
            ) : (
              <button
                type="button"
                className="text-button"
                onClick={() => void startRun({ which: 'missing' }).catch(() => undefined)}
              >
                {settled ? 'Try again with the trials that are missing' : 'Try again'}
              </button>
            )
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
      {urlRepair !== null && !dismissed.includes('repair') && (
        <Notice title="The address was repaired" onDismiss={() => dismiss('repair')}>
          <p>{urlRepair}</p>
        </Notice>
      )}
      {modelProblem && (
        <Notice title="The model cannot be used" tone="problem">
          <p>{modelProblem.message}</p>
          <p>{modelProblem.remedy}</p>
        </Notice>
      )}
      {told.length > 0 && !dismissed.includes('told') && (
        <Notice title="About this run" onDismiss={() => dismiss('told')}>
          {told.map((message) => (
            <p key={message}>{message}</p>
          ))}
        </Notice>
      )}
      {leftOut.length > 0 && (
        <Notice title="Rows of the data set are left out">
          <ul>
            {leftOut.map(formatProblem).map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </Notice>
      )}
      <EnvironmentNotice />
      <NewVersionNotice />
      <OtherTabNotice />
      {storageProblem && !dismissed.includes('storage') && (
        <Notice title="Results are not kept" onDismiss={() => dismiss('storage')}>
          <p>{storageProblem}</p>
        </Notice>
      )}
      {storageRemoved && !storageProblem && !dismissed.includes('removed') && (
        <Notice title="Stored results were removed" onDismiss={() => dismiss('removed')}>
          <p>
            The browser has removed what this page had stored, because space is short or because it was asked
            to. Results that are shown here are stored again; save them to a file to be sure of them.
          </p>
        </Notice>
      )}
      {newerStored && !storageProblem && !dismissed.includes('newer') && (
        <Notice title="A newer version of the lab was here" onDismiss={() => dismiss('newer')}>
          <p>
            Results that it has stored in this browser are left as they are and are not shown by this version.
            Reload the page to get the newer one.
          </p>
        </Notice>
      )}
      <OlderNotice />
      <SetAsideNotice />
      {checkpointProblem && !storageProblem && !dismissed.includes('checkpoints') && (
        <Notice title="Running trials are not kept" onDismiss={() => dismiss('checkpoints')}>
          <p>{checkpointProblem}</p>
        </Notice>
      )}
      {trainedProblem && !storageProblem && !dismissed.includes('trained') && (
        <Notice title="Adapters are not kept" onDismiss={() => dismiss('trained')}>
          <p>{trainedProblem}</p>
        </Notice>
      )}
    </div>
  );
}
