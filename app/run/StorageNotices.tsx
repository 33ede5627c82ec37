/** @file Notices about the browser's storage: results and trials that are not kept, were removed or are newer. */
import { useLab } from '../store/lab';
import { DismissibleNotice } from '../ui/DismissibleNotice';

/** If nothing can be stored at all, only that is said. */
export function StorageNotices() {
  const problem = useLab((lab) => lab.storageProblem);
  const removed = useLab((lab) => lab.storageRemoved);
  const newer = useLab((lab) => lab.newerStored);
  if (problem)
    return (
      <DismissibleNotice id="storage" title="Results are not kept">
        <p>{problem}</p>
      </DismissibleNotice>
    );
  return (
    <>
      {removed && (
        <DismissibleNotice id="removed" title="Stored results were removed">
          <p>
            The browser has removed what this page had stored, because space is short or because it was asked
            to. Results that are shown here are stored again; save them to a file to be sure of them.
          </p>
        </DismissibleNotice>
      )}
      {newer && (
        <DismissibleNotice id="newer" title="A newer version of the lab was here">
          <p>
            The results it stored in this browser are kept, but this version does not show them. Reload the
            page to get the newer one.
          </p>
        </DismissibleNotice>
      )}
    </>
  );
}

/** The same notice for running trials and for adapters, which have databases of their own. */
export function TrainedStorageNotices() {
  const storageProblem = useLab((lab) => lab.storageProblem);
  const checkpointProblem = useLab((lab) => lab.checkpointProblem);
  const trainedProblem = useLab((lab) => lab.trainedProblem);
  if (storageProblem) return null;
  return (
    <>
      {checkpointProblem && (
        <DismissibleNotice id="checkpoints" title="Running trials are not kept">
          <p>{checkpointProblem}</p>
        </DismissibleNotice>
      )}
      {trainedProblem && (
        <DismissibleNotice id="trained" title="Adapters are not kept">
          <p>{trainedProblem}</p>
        </DismissibleNotice>
      )}
    </>
  );
}
