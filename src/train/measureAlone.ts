/** @file What one trial of a company takes alone, and at which step it would begin: what is known before a company trains. */
import { trainingOf, type TrialSpec } from '../experiment/experiment';
import { totalSteps } from '../experiment/steps';
import { trainableLayout } from '../model/trainable';
import type { Timed } from './clock';
import { runCompany, WARM_UP_STEPS } from './company';
import { fits, type TrialSnapshot } from './snapshot';
import type { Peak } from './trialProgress';
import type { Member, TrialHooks, TrialSetting } from './trialSetting';

/** Steps that are timed: as many as quiet mode leaves at full speed. */
export const TIMED_STEPS = 10;

export interface MeasuredAlone {
  readonly timed: Timed;
  readonly peak: Peak;
}

/**
 * Trains a trial alone for a few steps from its beginning, and drops what it trained.
 * @returns null if it has too few steps, was cancelled or has diverged
 * @throws as runCompany does
 */
export async function measureAlone({ setting, spec, hooks }: Member): Promise<MeasuredAlone | null> {
  const total = totalSteps(trainingOf(setting.training, spec.scenario), setting.train.length);
  const steps = Math.min(TIMED_STEPS, total - WARM_UP_STEPS);
  if (steps < 1) return null;
  const measured: { timed: Timed | null } = { timed: null };
  const goesOn = (timed: Timed): boolean => {
    measured.timed = timed;
    return false;
  };
  const silent: TrialHooks = {
    isCancelled: () => hooks.isCancelled(),
    ...(hooks.rest && { rest: hooks.rest }),
    onSteps: () => undefined,
    onEvaluation: () => undefined,
    onProgress: () => undefined,
    onTrained: () => undefined,
  };
  const [end] = await runCompany([{ setting, spec, hooks: silent, from: null }], {
    trial: { steps, goesOn },
  });
  const { timed } = measured;
  return timed && end?.snapshot ? { timed, peak: end.snapshot.peak } : null;
}

/** The step at which a trial would begin: the snapshot's, if it fits the trial. */
export function firstStepOf(
  { config, training, train }: TrialSetting,
  { scenario }: Pick<TrialSpec, 'scenario'>,
  from: TrialSnapshot | null,
): number {
  if (!from) return 0;
  const total = totalSteps(trainingOf(training, scenario), train.length);
  return fits(from, trainableLayout(config, scenario), total) ? from.step : 0;
}
