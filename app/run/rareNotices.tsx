/** @file Notices that few visits have, fetched when there is something to tell. */
import { useLab } from '../store/lab';
import { loadable } from '../ui/loadable';

const OlderNotice = loadable('What an older version measured', () => import('./OlderNotice'));
const SetAsideNotice = loadable('What could not be read', () => import('./SetAsideNotice'));
const StartedOverNotice = loadable('The other results', () => import('./StartedOverNotice'));

/** Trials of this experiment that older versions of the lab measured. */
export function Older() {
  return useLab((lab) => lab.older.length > 0) ? <OlderNotice /> : null;
}

/** What is stored and cannot be read. */
export function SetAside() {
  return useLab((lab) => Object.values(lab.setAside).some((count) => count > 0)) ? <SetAsideNotice /> : null;
}

/** Trials of which two results are known, because they were started over. */
export function StartedOver() {
  return useLab(({ startedOver, run }) => startedOver !== null && run.status === 'idle') ? (
    <StartedOverNotice />
  ) : null;
}
