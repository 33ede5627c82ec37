/** @file The button at the end of the run bar: which device computes, and the options of a run on it. */
import { useLab } from '../store/lab';
import { BACKEND_NAMES } from '../ui/backendNames';
import { loadable } from '../ui/loadable';
import { Popup } from '../ui/Popup';

export const SettingsPanel = loadable('The choice of devices', () => import('./SettingsPanel'));

export function RunSettings() {
  const environment = useLab((lab) => lab.environment);
  const probing = useLab((lab) => lab.probing);
  const software = environment?.backend === 'webgpu' && environment.software;
  const device = environment
    ? `${BACKEND_NAMES[environment.backend]}${software ? ', software' : ''}`
    : probing
      ? 'looking …'
      : 'no device';
  return (
    <Popup
      className="text-button run-settings"
      title="Device and options"
      testId="run-settings"
      label={
        <>
          <span className="visually-hidden">Device and options: </span>
          <span
            className="device-dot"
            data-kind={environment?.backend === 'webgpu' && !environment.software ? 'fast' : 'slow'}
          />
          <span className="device-name">{device}</span>
        </>
      }
    >
      <SettingsPanel />
    </Popup>
  );
}
