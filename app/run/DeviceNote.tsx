/**
 * @file One line that says that a device is slow, and why. Its space is reserved from the start, so that nothing moves.
 */
import type { BackendName, Environment } from '../../src/results/results';
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';
import { BACKEND_NAMES } from '../ui/backendNames';

interface Note {
  readonly short: string;
  readonly long: string;
}

function noteOf(environment: Environment, choice: BackendName | null): Note | null {
  const { backend, software, device } = environment;
  if (backend === 'webgpu')
    return software
      ? {
          short: 'no graphics card: slower, same results',
          long: `The browser offers WebGPU on a software adapter (${device}): the results are the same, but a run takes several times as long. Fewer training sentences or fewer trials keep it bearable.`,
        }
      : null;
  if (choice !== null) return null;
  return {
    short: 'no WebGPU here: slower, same results',
    long: `The trials run on the processor with ${BACKEND_NAMES[backend]}: everything works, only slower. A current Chrome or Edge, or Safari 26, has WebGPU.`,
  };
}

export function DeviceNote() {
  const environment = useLab((lab) => lab.environment);
  const choice = useLab((lab) => lab.backendChoice);
  const note = environment && noteOf(environment, choice);
  return (
    <p className="device-note" role="status" data-testid="device-note">
      {note && (
        <Explained text={note.long}>
          <button type="button">{note.short}</button>
        </Explained>
      )}
    </p>
  );
}
