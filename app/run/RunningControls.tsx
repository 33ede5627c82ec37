/** @file Pause or Resume, and Cancel, while a run goes on. */
import { useLab } from '../store/lab';

export function RunningControls() {
  const status = useLab((lab) => lab.run.status);
  const { pauseRun, resumeRun, cancelRun } = useLab.getState();
  const pausing = status === 'pausing' || status === 'paused';
  const cancelling = status === 'cancelling';

  return (
    <div className="running-controls">
      {/* One button, so that the keyboard's focus stays on it. */}
      <button
        type="button"
        className="run-button secondary"
        data-testid={pausing ? 'resume-button' : 'pause-button'}
        disabled={cancelling}
        onClick={pausing ? resumeRun : pauseRun}
      >
        {pausing ? 'Resume' : 'Pause'}
      </button>
      <button
        type="button"
        className="run-button secondary"
        data-testid="cancel-button"
        disabled={cancelling}
        onClick={cancelRun}
      >
        Cancel
      </button>
    </div>
  );
}
