/** @file Says what the rings are, or that the recorded run is held back; invites to run the experiment oneself. */
import type { RecordedRun } from '../../../src/figures/recorded';
import { useLab } from '../../store/lab';

export interface ShownRecorded {
  /** A lesson's id, or the name of the opening experiment's run. */
  readonly name: string;
  /** The run; null while it is loaded, and while it is held back. */
  readonly run: RecordedRun | null;
  /** Whether it would answer a question that the person has neither answered nor skipped. */
  readonly isWithheld: boolean;
}

export interface RecordedLineProps extends ShownRecorded {
  /** Whether any trial of the person's own has ended. */
  readonly hasOwn: boolean;
}

export function RecordedLine({ name, run, isWithheld, hasOwn }: RecordedLineProps) {
  const idle = useLab((lab) => lab.run.status === 'idle');
  const { showRecorded } = useLab.getState();
  return (
    <div className="recorded-told" data-testid="recorded" data-state={stateOf(run, isWithheld)}>
      {isWithheld && (
        <>
          <p>A recorded run is held back until you have predicted.</p>
          <button type="button" className="text-button" onClick={() => showRecorded(name)}>
            Show the recorded run
          </button>
        </>
      )}
      {run && (
        <>
          <p>
            <span className="recorded-key" aria-hidden="true" /> Recorded on {run.source}
          </p>
          {!hasOwn && idle && <RunYourself />}
        </>
      )}
    </div>
  );
}

const stateOf = (run: RecordedRun | null, isWithheld: boolean) =>
  isWithheld ? 'withheld' : run ? 'shown' : 'coming';

function RunYourself() {
  const start = (): void => {
    // The error is in the store and shown as a notice.
    useLab
      .getState()
      .startRun({ which: 'all' })
      .catch(() => undefined);
  };
  return (
    <button type="button" className="text-button" data-testid="run-recorded" onClick={start}>
      Run it yourself
    </button>
  );
}
