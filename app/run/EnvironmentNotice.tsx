/** @file No device at all: plain words, and what may still work. DeviceNote.tsx tells of slow ones. */
import { useLab } from '../store/lab';
import type { BackendName } from '../../src/experiment/results';
import { Notice } from '../ui/Notice';
import { BACKEND_WORDS } from './words';

export function EnvironmentNotice() {
  const error = useLab((lab) => lab.environmentError);
  const choice = useLab((lab) => lab.backendChoice);
  const { chooseBackend, probe } = useLab.getState();

  const offer = (backend: BackendName | null, words: string) => (
    <button key={words} type="button" className="text-button" onClick={() => chooseBackend(backend)}>
      {words}
    </button>
  );

  if (error) {
    const others = (['wasm', 'cpu'] as const).filter((backend) => backend !== choice);
    return (
      <Notice
        title={choice ? `${BACKEND_WORDS[choice]} does not work here` : 'Nothing to compute on was found'}
        tone="problem"
        actions={
          <>
            {others.map((backend) =>
              offer(backend, `Compute on the processor with ${BACKEND_WORDS[backend]}`),
            )}
            <button type="button" className="text-button" onClick={probe}>
              Look again
            </button>
          </>
        }
      >
        <p>{error.message}</p>
        <p>{error.remedy}</p>
      </Notice>
    );
  }
  return null;
}
