/** @file Why no race can start now. */
import type { PartName } from '../../src/workshop/parts';
import { isFixed } from '../lock/fixed';
import { awaitsPrediction } from '../run/awaitsPrediction';
import { currentProblems } from '../store/experiment/problems';
import { useLab, type Lab } from '../store/lab';

const CHANGED: readonly PartName[] = ['scenarios', 'modules'];

/** A sentence; null if one can. */
export const useWhyNot = (): string | null => useLab(whyNot);

function whyNot(lab: Lab): string | null {
  if (lab.isRacing) return null;
  if (lab.run.status !== 'idle') return 'A run is under way: cancel it or wait for it to end.';
  if (CHANGED.some((part) => isFixed(lab, part)))
    return 'The workshop’s link fixes the scenarios, so that there is nothing to race.';
  if (awaitsPrediction(lab)) return 'Say what you expect first: a race would show it.';
  if (lab.modelProblem) return `${lab.modelProblem.message} ${lab.modelProblem.remedy}`;
  const [problem] = currentProblems(lab);
  if (problem !== undefined) return problem;
  return lab.modelConfig ? null : 'The model is being looked at…';
}
