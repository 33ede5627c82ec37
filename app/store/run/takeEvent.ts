/** @file What the trainer's events change beside the run itself: records, checkpoints, adapters, speeds, limits. */
import type { Event } from '../../../workers/protocol';
import { isSettled } from '../results/trialKey';
import type { FollowedRun } from './followedRun';
import { noteFits, noteFull } from './memoryLimits';

export function takeEvent(followed: FollowedRun, event: Event): void {
  const { get, set, experiment } = followed;
  switch (event.type) {
    case 'environment':
      set(() => ({ environment: event.environment, environmentError: null }));
      break;
    case 'dataNotes':
      get().noteData(experiment, event.notes);
      break;
    case 'company':
      followed.company = event.trials.flatMap((trial) => keyOf(followed, trial) ?? []);
      break;
    case 'checkpoint': {
      const key = keyOf(followed, event.trial);
      if (key !== null) get().addCheckpoint(key, event.checkpoint, followed.company);
      break;
    }
    case 'trialDone':
      takeTrialDone(followed, event);
      break;
    case 'outOfMemory':
      noteFull(get().run.environment?.device ?? '', event.bytes);
      break;
    case 'trained': {
      const key = keyOf(followed, event.trial);
      if (key !== null) get().addTrained(key, event, followed.stored);
      break;
    }
  }
}

function takeTrialDone(
  followed: FollowedRun,
  { trial, record }: Extract<Event, { readonly type: 'trialDone' }>,
): void {
  const { get, experiment, workshopId } = followed;
  followed.isLostSinceTrial = false;
  const key = keyOf(followed, trial);
  if (key !== null) {
    const stored = get().addRecord(key, record);
    followed.stored = stored;
    // A page that is killed before the record is stored still has the checkpoint. A cancelled trial can go on from it.
    if (record.status !== 'cancelled')
      void stored.then((isStored) => isStored && get().forgetCheckpoints([key]));
  }
  if (record.status === 'done') {
    const peakBytes = record.together?.peakBytes ?? record.peakBytes;
    noteFits(record.environment.device, peakBytes);
  }
  get().noteSpeed(experiment, record);
  if (workshopId !== null && isSettled(record)) get().countWorkshopTrial(workshopId);
}

function keyOf({ trials, keyOf: keyNow }: FollowedRun, trial: number): string | null {
  const spec = trials[trial];
  return spec ? keyNow(spec) : null;
}
