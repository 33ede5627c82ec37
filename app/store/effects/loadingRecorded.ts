/** @file Loads the recorded run that belongs to the shown experiment. It waits for nothing: no model, worker or data. */
import { OPENING } from '../../../src/lessons/recorded';
import { useLab } from '../lab';
import { recordedName } from '../results/recordedView';

export function startLoadingRecorded(): void {
  const { loadRecorded } = useLab.getState();
  const load = (name: string | null): void => void (name !== null && loadRecorded(name));
  // index.html has asked for it already, whatever the address says.
  load(OPENING);
  load(recordedName(useLab.getState()));
  useLab.subscribe(recordedName, load);
}
