/** @file Performs the trials of a run in their order, together where the run asks for it. */
import { trainingOf } from '../src/experiment/experiment';
import { totalSteps } from '../src/experiment/steps';
import { Companies } from './companies';
import { untilLost } from './deviceLost';
import { performCompany } from './performCompany';
import { performTrial } from './performTrial';
import type { LostIn, Running } from './running';
import { specOf } from './trialReport';
import type { TrialQueue } from './trialQueue';

/**
 * Empties the queue, trial by trial or company by company.
 * @returns the loss of the device that ended it early, if there was one
 * @throws as performTrial does; the signal's reason if the run is cancelled
 */
export async function performTrials(queue: TrialQueue, running: Running): Promise<LostIn | null> {
  const { command, means, prepared } = running;
  const { backend, signal, pacing } = means;
  const companies = new Companies(running);
  while (queue.next !== null) {
    await untilLost(backend, pacing.untilTrial());
    signal.throwIfAborted();
    const trials = companies.next(queue);
    for (const trial of trials) {
      const training = trainingOf(prepared.setting.training, specOf(command, trial).scenario);
      companies.takeBack(trial, totalSteps(training, prepared.setting.train.length));
    }
    const [trial, ...others] = trials;
    if (trial === undefined) return null;
    const lost =
      others.length > 0
        ? await performCompany(trials, running, companies, queue)
        : await performAlone(trial, running, companies, queue);
    if (lost) return lost;
  }
  return null;
}

async function performAlone(
  trial: number,
  running: Running,
  companies: Companies,
  queue: TrialQueue,
): Promise<LostIn | null> {
  companies.noticeForeign(trial);
  const lost = await performTrial(trial, running, companies.earlierOf(trial));
  if (!lost) queue.ended(trial);
  return lost;
}
