/** @file Shows which trials were interrupted, and where Continue resumes them. */
import { useLab } from '../store/lab';
import type { TrialSlot } from '../store/results/trialKey';

export function Interrupted({ slots }: { readonly slots: readonly TrialSlot[] }) {
  const checkpoints = useLab((lab) => lab.checkpoints);
  if (slots.length === 0) return null;
  return (
    <p className="run-interrupted" data-testid="interrupted">
      {slots.map(({ key, spec }) => {
        const { step, totalSteps } = checkpoints[key] ?? { step: 0, totalSteps: 0 };
        return (
          <span key={key}>
            “{spec.scenario.name}”, seed {spec.seed}, goes on at step {step} of {totalSteps}
          </span>
        );
      })}
    </p>
  );
}
