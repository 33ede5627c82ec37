/** @file What the verdicts go by: the difference that matters, which look they are from, and how to go on. */
import { LockedByWorkshop } from '../../lock/LockedDuringRun';
import { useLab } from '../../store/lab';
import { Explained } from '../../ui/Explained';
import { DeltaField } from './DeltaField';
import { runMore } from '../../store/runMore';
import { usePlan } from '../../store/usePlan';

export interface PlanBarProps {
  /** Which look the verdicts are from. */
  readonly looks: string;
  /** Whether there is a plan to go on with: results from elsewhere have none. */
  readonly isPlanned: boolean;
}

export function PlanBar({ looks, isPlanned }: PlanBarProps) {
  return (
    <div className="plan-bar">
      <LockedByWorkshop part="training" quiet>
        <DeltaField />
      </LockedByWorkshop>
      <p data-testid="looks">{looks}</p>
      {isPlanned && <PlanButtons />}
    </div>
  );
}

function PlanButtons() {
  const isIdle = useLab((lab) => lab.run.status === 'idle' && lab.shared === null);
  const present = useLab((lab) => lab.experiment.trials);
  const { looked, more, renew } = usePlan();
  if (!isIdle || !more) return null;
  const added = more.trials - present;
  const isOver = looked && more.judging.upTo !== null && more.trials > more.judging.upTo;
  return (
    <LockedByWorkshop part="training" quiet>
      <div className="plan-buttons">
        {renew && (
          <Explained text="Starts the same plan with seeds that no verdict has seen. Your present results are kept: set the first seed back to see them again.">
            <button
              type="button"
              className="text-button"
              data-testid="new-seeds"
              onClick={() => void renew().then((renewed) => renewed && runMore(renewed))}
            >
              Confirm with new seeds
            </button>
          </Explained>
        )}
        {added > 0 && (
          <Explained
            text={
              isOver
                ? 'Trains every scenario with more seeds. Means and densities become narrower; the verdicts stay, because their plan has ended.'
                : 'Trains every scenario with more seeds, up to the next look.'
            }
          >
            <button
              type="button"
              className="text-button"
              data-testid="more-seeds"
              onClick={() => runMore(more)}
            >
              +{added} {added === 1 ? 'seed' : 'seeds'}
            </button>
          </Explained>
        )}
      </div>
    </LockedByWorkshop>
  );
}
