/** @file Says that there is no device or no answer yet, and what may still work. DeviceNote.tsx covers slow devices. */
import { useLab } from '../store/lab';
import type { BackendName } from '../../src/results/results';
import { Notice } from '../ui/Notice';
import { BACKEND_NAMES } from '../ui/backendNames';

export function EnvironmentNotice() {
  const error = useLab((lab) => lab.environmentError);
  const choice = useLab((lab) => lab.backendChoice);
  const silent = useLab((lab) => lab.trainerSilent);
  const { chooseBackend, probe } = useLab.getState();

  const offer = (backend: BackendName | null, label: string) => (
    <button key={label} type="button" className="text-button" onClick={() => chooseBackend(backend)}>
      {label}
    </button>
  );

  if (error) {
    // Another backend would need a worker as well.
    const others = error.notStarted ? [] : (['wasm', 'cpu'] as const).filter((each) => each !== choice);
    const noDevice = choice
      ? `${BACKEND_NAMES[choice]} does not work here`
      : 'No device to compute on was found';
    return (
      <Notice
        title={error.notStarted ? 'Nothing can be trained here now' : noDevice}
        tone="problem"
        actions={
          <>
            {others.map((backend) =>
              offer(backend, `Compute on the processor with ${BACKEND_NAMES[backend]}`),
            )}
            <button type="button" className="text-button" onClick={probe}>
              Try again
            </button>
          </>
        }
      >
        <p>{error.message}</p>
        <p>{error.remedy}</p>
      </Notice>
    );
  }
  if (silent)
    return (
      <Notice title="The trainer has not answered yet">
        <p>
          Its script may still be on its way over a slow connection, or something in this browser keeps it
          from starting. Wait, or reload the page; finished trials are kept.
        </p>
      </Notice>
    );
  return null;
}
