/** @file The device, the options of a run, and what a run is doing, in the panel of the run bar's last button. */
import { useLab } from '../store/lab';
import { BackendPicker } from './BackendPicker';
import { formatPhase } from './formatPhase';
import { RunOptions } from './RunOptions';

export default function SettingsPanel() {
  return (
    <div className="settings-panel">
      <Doing />
      <BackendPicker />
      <RunOptions />
    </div>
  );
}

/** The run bar of a telephone has no room for it. */
function Doing() {
  const doing = useLab(({ run }) => (run.status === 'idle' ? null : formatPhase(run)));
  return doing !== null && <p className="run-doing">Now: {doing}</p>;
}
