/**
 * @file What can be done if a run does not fit on the device: the largest batch that does, or trying it all the same.
 */
import type { DoesNotFit } from '../../workers/client';
import { fittingBatch } from '../store/run/doNotFit';
import { useLab } from '../store/lab';

export default function NoRoomActions({ scenarios }: { readonly scenarios: readonly DoesNotFit[] }) {
  const { dismissRunError, edit, startRun } = useLab.getState();
  const which = useLab((lab) => lab.run.which);
  const batchSize = fittingBatch(scenarios);

  const chooseBatch = (size: number): void => {
    const { experiment } = useLab.getState();
    edit({ ...experiment, training: { ...experiment.training, batchSize: size } });
    dismissRunError();
  };

  return (
    <>
      {batchSize !== null && (
        <button type="button" className="text-button" onClick={() => chooseBatch(batchSize)}>
          Set the batch size to {batchSize}
        </button>
      )}
      <button
        type="button"
        className="text-button"
        onClick={() => void startRun({ which, anyway: true }).catch(() => undefined)}
      >
        Run anyway
      </button>
    </>
  );
}
