/** @file Takes a sweep's best scenario alone, with new seeds: what chance gave it in the choice is gone then. */
import type { Scenario } from '../../../src/experiment/experiment';
import { LockedDuringRun } from '../../lock/LockedDuringRun';
import { useLab } from '../../store/lab';
import { unusedSeeds } from '../../store/unusedSeeds';
import { Explained } from '../../ui/Explained';

export function ConfirmBest({ scenario }: { readonly scenario: Scenario }) {
  const confirm = async (): Promise<void> => {
    const { experiment, loadExperiment } = useLab.getState();
    const fresh = await unusedSeeds({ ...experiment, scenarios: [scenario] });
    if (fresh) loadExperiment(fresh, 'person');
  };
  return (
    <LockedDuringRun part="scenarios" quiet>
      <Explained text="Makes an experiment of this scenario alone, with seeds that it was not chosen by. The browser’s Back leads here again.">
        <button
          type="button"
          className="link-button"
          data-testid="confirm-best"
          onClick={() => void confirm()}
        >
          Take {scenario.name} alone, with new seeds
        </button>
      </Explained>
    </LockedDuringRun>
  );
}
