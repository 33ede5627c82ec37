/** @file All notices of the page: wrong parts of the address, the device, storage, a failed run. */
import { NewVersionNotice } from '../offline/NewVersionNotice';
import { useLab } from '../store/lab';
import { DismissibleNotice } from '../ui/DismissibleNotice';
import { Notice } from '../ui/Notice';
import { EnvironmentNotice } from './EnvironmentNotice';
import { OtherTabNotice } from './OtherTabNotice';
import { RunErrorNotice, RunNotices } from './RunNotices';
import { Older, SetAside, StartedOver } from './rareNotices';
import { StorageNotices, TrainedStorageNotices } from './StorageNotices';

export function Notices() {
  return (
    <div className="notices">
      <RunErrorNotice />
      <StartedOver />
      <AddressNotices />
      <ModelNotice />
      <RunNotices />
      <EnvironmentNotice />
      <NewVersionNotice />
      <OtherTabNotice />
      <StorageNotices />
      <Older />
      <SetAside />
      <TrainedStorageNotices />
    </div>
  );
}

function AddressNotices() {
  const problems = useLab((lab) => lab.urlProblems);
  const repair = useLab((lab) => lab.urlRepair);
  return (
    <>
      {problems.length > 0 && (
        <DismissibleNotice id="url" title="Parts of the address could not be used" tone="problem">
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
          <p>Everything else was loaded. The address stays as it is until you change a setting.</p>
        </DismissibleNotice>
      )}
      {repair !== null && (
        <DismissibleNotice id="repair" title="The address was repaired">
          <p>{repair}</p>
        </DismissibleNotice>
      )}
    </>
  );
}

function ModelNotice() {
  const problem = useLab((lab) => lab.modelProblem);
  return (
    problem && (
      <Notice title="The model cannot be used" tone="problem">
        <p>{problem.message}</p>
        <p>{problem.remedy}</p>
      </Notice>
    )
  );
}
