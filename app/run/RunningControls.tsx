/** @file Pause or Resume, and Cancel, while a run goes on. */
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';

export function RunningControls() {
  const status = useLab((lab) => lab.run.status);
  const { pauseRun, resumeRun, cancelRun } = useLab.getState();
  const pausing = status === 'pausing' || status === 'paused';
  const cancelling = status === 'cancelling';
  const startsOver = useLab((lab) => lab.run.which === 'all' && lab.startedOver !== null);
  const cancelWords = startsOver
    ? 'Ends the run and brings the earlier results back.'
    : 'Ends the run; finished trials are kept, and Continue runs the others.';

  return (
    <div className="running-controls">
      {/* One button, so that the keyboard's focus stays on it. */}
      <Explained
        text={
          pausing
            ? 'Continues the run where it stopped.'
            : 'Stops the run after the present step and keeps everything; Resume continues it.'
        }
      >
        <button
          type="button"
          className="run-button secondary"
          data-testid={pausing ? 'resume-button' : 'pause-button'}
          disabled={cancelling}
          onClick={pausing ? resumeRun : pauseRun}
        >
          {pausing ? 'Resume' : 'Pause'}
        </button>
      </Explained>
      <Explained text={cancelWords}>
        <button
          type="button"
          className="run-button secondary"
          data-testid="cancel-button"
          disabled={cancelling}
          onClick={cancelRun}
        >
          Cancel
        </button>
      </Explained>
    </div>
  );
}
