/** @file Follows a run from its first event to its last, on as many devices as it takes. */
import { LabError } from '../../../src/base/errors';
import { BACKENDS } from '../../../src/results/results';
import type { Event } from '../../../workers/protocol';
import { dropTrainer } from '../worker/trainer';
import { formatEndedWorker, type Ended } from './endedWorker';
import { followedRun, trialAt, type FollowedRun, type FollowedStore, type RunPlan } from './followedRun';
import { runOnDevice, type Lost } from './runOnDevice';
import { beginTiming } from '../timing/trialTiming';
import { workAt } from '../timing/workClock';
import { formatTrials } from './formatTrials';
import { applyEvent, nextTrial } from './runState';

/** A GPU process that stopped takes a moment to come back. */
const NEW_DEVICE_MS = 1000;

/**
 * Runs the trials. When the device is lost, in a trial or out of one, the run goes on once with a new device, from the
 * last checkpoint; once more as soon as another trial has ended. If it was lost in a company, trials then train one by
 * one, whose steps are shorter and take less memory.
 * @throws LabError if the run could not go on
 */
export async function followRun(plan: RunPlan, store: FollowedStore): Promise<void> {
  const followed = followedRun(plan, store);
  const { get, trials } = followed;
  let [from, backend] = [0, plan.backend];
  for (;;) {
    const earlier = await get().readCheckpoints(trials.map(followed.keyOf));
    if (get().run.status === 'cancelling') return endWithoutWorker(followed, 'cancelled');
    const lost = await runOnDevice(followed, { from, backend, earlier });
    if (!lost) return;
    dropTrainer();
    if (get().run.status === 'cancelling') return endWithoutWorker(followed, 'cancelled');
    if (lost.trial === trials.length) return endWithoutWorker(followed, 'finished');
    if (followed.isLostSinceTrial) throw giveUp(followed, lost);
    followed.isLostSinceTrial = true;
    from = nextTrial(get().run);
    // Uses the same backend, because nobody has asked for results of a slower one.
    const used = get().run.environment?.backend;
    backend = BACKENDS.find((name) => name === used) ?? plan.backend;
    announce(followed, lost);
    await new Promise((resolve) => setTimeout(resolve, NEW_DEVICE_MS));
  }
}

/** Ends the run on the worker's behalf, because no worker is left to say so. */
function endWithoutWorker({ set }: FollowedStore, outcome: 'cancelled' | 'finished'): void {
  const event = { type: 'runDone', runId: '', outcome } as const;
  set(({ run }) => ({ run: applyEvent({ ...run, runId: '' }, { event, at: Date.now() }) }));
}

/** Drivers take a device away from work that keeps it too long, and would again. */
const LOST_TWICE =
  'Run again: finished trials are kept, and the others get a new device. It was lost a second time with no trial finished ' +
  'in between, and a step may take longer than the graphics driver allows: if it keeps happening, choose a smaller batch, ' +
  'a shorter sequence length or another backend.';

/** Records the trial as failed and ends the run. @returns the error that says why */
function giveUp(followed: FollowedRun, lost: Lost | Ended): LabError {
  const { runId, trial, message } = lost;
  const remedy = lost.type === 'lost' ? LOST_TWICE : lost.remedy;
  if (lost.record) {
    const record = { ...lost.record, message: `${message} ${remedy}` };
    void followed.get().addRecord(followed.keyOf(trialAt(followed, trial)), record);
    tell(followed, { type: 'trialDone', runId, trial, record });
  }
  tell(followed, { type: 'failed', runId, message, remedy });
  return new LabError(message, remedy);
}

/** Tells the person that the run goes on with a new device, and shows it as beginning there. */
function announce(followed: FollowedRun, lost: Lost | Ended): void {
  const company = companyOf(followed, lost);
  tell(followed, { type: 'notice', runId: lost.runId, message: formatRecovery(followed, lost, company) });
  if (company.length > 1) followed.together = 'off';
  const { together } = followed;
  followed.set(({ run }) => ({
    run: {
      ...run,
      ...{ phase: null, trial: null, done: 0, total: 0, live: [], together },
      timing: beginTiming([nextTrial(run)], workAt(run.clock, Date.now())),
    },
  }));
}

/** The trials that trained together when the device was lost, without those that had ended; or the trial alone. */
function companyOf({ get }: FollowedRun, { trial }: Lost | Ended): readonly number[] {
  const { timing, finished } = get().run;
  const ended = new Set(finished.map((one) => one.trial));
  const company = timing?.trials.filter((one) => !ended.has(one)) ?? [];
  return company.includes(trial) && (timing?.trials.length ?? 0) > 1 ? company : [trial];
}

function formatRecovery(
  followed: FollowedRun,
  { type, trial, record }: Lost | Ended,
  company: readonly number[],
): string {
  const kept = followed.get().checkpoints[followed.keyOf(trialAt(followed, trial))];
  const begun = type === 'workerEnded' || record !== null || company.length > 1;
  const several = company.length > 1;
  const how = kept
    ? `${several ? 'go' : 'goes'} on at step ${kept.step} of ${kept.totalSteps}`
    : `${several ? 'begin' : 'begins'}${begun ? ' anew' : ''}`;
  const which = formatTrials(company.map((one) => trialAt(followed, one)));
  const where = several ? `they ${how} one by one` : `it ${how}`;
  if (type === 'workerEnded') return formatEndedWorker(`the ${which}:`, where);
  return `The GPU device was lost ${begun ? 'in' : 'before'} the ${which}: ${where} on a new one.`;
}

function tell({ set }: FollowedStore, event: Event): void {
  set((lab) => ({ run: applyEvent(lab.run, { event, at: Date.now() }) }));
}
