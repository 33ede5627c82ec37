/** @file No WebGPU, a software adapter, no device at all: plain words, and what still works. */
import { useLab } from '../store/lab';
import type { BackendName } from '../../src/experiment/results';
import { Notice } from '../ui/Notice';
import { BACKEND_WORDS } from './words';

export function EnvironmentNotice() {
  const environment = useLab((lab) => lab.environment);
  const error = useLab((lab) => lab.environmentError);
  const choice = useLab((lab) => lab.backendChoice);
  const dismissed = useLab((lab) => lab.dismissed);
  const { chooseBackend, dismiss, probe } = useLab.getState();

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
  if (!environment) return null;
  if (environment.backend === 'webgpu' && environment.software && !dismissed.includes('software'))
    return (
      <Notice title="WebGPU runs without a graphics card here" onDismiss={() => dismiss('software')}>
        <p>
          The browser offers a software adapter ({environment.device}): the results are the same, the time is
          a multiple. Fewer training sentences or fewer trials keep it bearable.
        </p>
      </Notice>
    );
  if (environment.backend !== 'webgpu' && choice === null && !dismissed.includes('no-webgpu'))
    return (
      <Notice
        title="This browser has no WebGPU"
        onDismiss={() => dismiss('no-webgpu')}
        actions={environment.backend === 'wasm' ? offer('cpu', 'Use plain JavaScript instead') : null}
      >
        <p>
          The trials run on the processor with {BACKEND_WORDS[environment.backend]} instead: everything works,
          only slower. A current Chrome or Edge, or Safari 26, has WebGPU.
        </p>
      </Notice>
    );
  return null;
}
