/** @file Options of a run on this device: seeds together, quiet mode, a notification at its end, a limit to its memory. */
import { useId } from 'react';
import { useLab } from '../store/lab';
import type { NotificationAccess } from '../store/run/notification';
import { Explained } from '../ui/Explained';
import { NumberField } from '../ui/NumberField';
import { TogetherField } from './TogetherField';

const QUIET =
  'Leaves the GPU to other programs about half the time. Results stay the same; a run takes about twice as long.';
const NOTIFY =
  'Shows a notification when the run ends while you look at something else. The browser asks you first.';

const MEMORY =
  'The memory that trials may use on this device. A browser does not say how much there is: with a limit, a run that would need more is refused before it starts.';
const MEMORY_RULE = { label: 'GPU memory', min: 0, max: 1000, whole: false, excluded: 'min' } as const;

/** Why there will be no notification; null if there may be one. */
function obstacle(access: NotificationAccess): string | null {
  if (access === 'denied') return 'blocked for this page in the browser’s settings';
  if (access === 'absent') return 'not offered by this browser here';
  return null;
}

export function RunOptions() {
  const quiet = useLab((lab) => lab.quiet);
  const notify = useLab((lab) => lab.notify);
  const access = useLab((lab) => lab.notificationAccess);
  const memoryLimit = useLab((lab) => lab.memoryLimit);
  const { setQuiet, setMemoryLimit, setNotify } = useLab.getState();
  const whyNotId = useId();
  const whyNot = obstacle(access);

  return (
    <div className="run-options">
      <TogetherField />
      <Explained text={QUIET}>
        <label>
          <input
            type="checkbox"
            data-testid="quiet-mode"
            checked={quiet}
            onChange={(event) => setQuiet(event.target.checked)}
          />
          Quiet mode
        </label>
      </Explained>
      <Explained text={NOTIFY}>
        <label>
          <input
            type="checkbox"
            data-testid="notify-when-done"
            checked={notify}
            disabled={whyNot !== null}
            {...(whyNot === null ? {} : { 'aria-describedby': whyNotId })}
            onChange={(event) => void setNotify(event.target.checked)}
          />
          Notify me when it is done
        </label>
      </Explained>
      <NumberField
        id="memory-limit"
        label="GPU memory, GB"
        hint={MEMORY}
        rule={MEMORY_RULE}
        value={memoryLimit}
        placeholder="no limit"
        onChange={setMemoryLimit}
      />
      {whyNot !== null && (
        <span id={whyNotId} className="why-not" role="status">
          Notifications are {whyNot}.
        </span>
      )}
    </div>
  );
}
