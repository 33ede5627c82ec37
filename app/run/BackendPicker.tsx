/** @file The device that computes, and the choice of another. */
import type { BackendName, Environment } from '../../src/results/results';
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';
import { DeviceNote } from './DeviceNote';
import { BACKEND_NAMES } from '../ui/backendNames';

const CHOICES: readonly (BackendName | 'automatic')[] = ['automatic', 'webgpu', 'wasm', 'cpu'];

function describe({ backend, device, software }: Environment): string {
  const kind = backend === 'webgpu' && software ? 'WebGPU, software' : BACKEND_NAMES[backend];
  return device === '' || device === backend ? kind : `${kind} · ${device}`;
}

export function BackendPicker() {
  const choice = useLab((lab) => lab.backendChoice);
  const environment = useLab((lab) => lab.environment);
  const probing = useLab((lab) => lab.probing);
  const running = useLab((lab) => lab.run.status !== 'idle');
  const { chooseBackend } = useLab.getState();
  const shown = environment ? describe(environment) : probing ? 'looking for a device …' : 'no device';

  return (
    <div className="backend">
      <label>
        <span>Compute on</span>
        <Explained text="Where to compute: on the graphics card by WebGPU, or on the processor. The results are the same, the time is not.">
          <select
            value={choice ?? 'automatic'}
            disabled={running}
            onChange={(event) => {
              const value = event.target.value;
              chooseBackend(value === 'automatic' ? null : (value as BackendName));
            }}
          >
            {CHOICES.map((value) => (
              <option key={value} value={value}>
                {value === 'automatic' ? 'automatic' : BACKEND_NAMES[value]}
              </option>
            ))}
          </select>
        </Explained>
      </label>
      <span
        className="backend-badge"
        data-testid="backend-badge"
        data-kind={environment?.backend === 'webgpu' && !environment.software ? 'fast' : 'slow'}
        title={shown}
      >
        {shown}
      </span>
      <DeviceNote />
    </div>
  );
}
