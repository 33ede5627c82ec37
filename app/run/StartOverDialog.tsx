/** @file Asks before trials that have finished are run again, and says what becomes of them. */
import { useLab } from '../store/lab';
import { Dialog } from '../ui/Dialog';
import type { PageDialogProps } from '../ui/pageDialog';
import { formatStartOver } from './formatStartOver';
import { useRunPlan } from './runPlan';

export default function StartOverDialog({ onClose }: PageDialogProps) {
  const { view, total, interrupted } = useRunPlan();
  const start = (): void => {
    onClose();
    // The error is in the store and shown as a notice.
    useLab
      .getState()
      .startRun({ which: 'all' })
      .catch(() => undefined);
  };
  return (
    <Dialog
      title="Start over?"
      description={formatStartOver({ total, finished: view.settled, interrupted: interrupted.length })}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="run-button secondary" onClick={onClose}>
            Keep my results
          </button>
          <button type="button" className="run-button" data-testid="start-over-confirm" onClick={start}>
            Start over
          </button>
        </>
      }
    >
      <p>The same seeds give the same results on the same device. To learn more, add seeds instead.</p>
    </Dialog>
  );
}
