/** @file Why scenarios cannot be made equal, or their rates not be tried, now. */
import type { PartName } from '../../src/workshop/parts';
import { isFixed } from '../lock/fixed';
import { awaitsPrediction } from '../run/awaitsPrediction';
import { currentProblems } from '../store/experiment/problems';
import { useLab, type Lab } from '../store/lab';

const CHANGED: readonly PartName[] = ['scenarios', 'modules', 'training'];

/** Why no scenario can be changed: a sentence; null if they can be. */
export const useWhyNotChange = (): string | null => useLab(whyNotChange);

function whyNotChange(lab: Lab): string | null {
  if (lab.run.status !== 'idle') return 'A run is under way: cancel it or wait for it to end.';
  return CHANGED.some((part) => isFixed(lab, part))
    ? 'The workshop’s link fixes the scenarios, so that nothing of them can be changed here.'
    : null;
}

/** Why no rates can be tried: a sentence; null if they can be. */
export const useWhyNotTry = (): string | null => useLab(whyNotTry);

function whyNotTry(lab: Lab): string | null {
  const fixed = whyNotChange(lab);
  if (fixed !== null) return fixed;
  if (awaitsPrediction(lab)) return 'Say what you expect first: the accuracies of the rates would show it.';
  if (lab.modelProblem) return `${lab.modelProblem.message} ${lab.modelProblem.remedy}`;
  const [problem] = currentProblems(lab);
  if (problem !== undefined) return problem;
  return lab.modelConfig ? null : 'The model is being looked at…';
}
