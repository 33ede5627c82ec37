/** @file What a race comes to, before it starts: candidates, trials of the first round, and about how long they take. */
import { useMemo } from 'react';
import { count, duration } from '../../src/base/format';
import type { Experiment } from '../../src/experiment/experiment';
import { ROUNDS } from '../../src/stats/elimination/rounds';
import { useLab } from '../store/lab';
import { expectedTime } from '../store/timing/expected';
import { formatBasis } from '../ui/formatTime';
import type { RacePlan } from './racePlan';

export interface RacePreviewProps {
  readonly plan: RacePlan;
  /** Seconds that the race may take; null for as many as it wants. */
  readonly budget: number | null;
}

const MOST = ROUNDS[ROUNDS.length - 1];

export function RacePreview({ plan, budget }: RacePreviewProps) {
  const { over, racing, trials, firstRound } = plan;
  const { expected, told } = useExpected(firstRound);
  const isLate = expected !== null && budget !== null && expected > budget;
  return (
    <section className="recommend-preview" aria-label="What this comes to">
      <p data-testid="recommend-plan" aria-live="polite">
        <strong>{racing}</strong> candidates
        {over > 0 && ` (${over} more ${over === 1 ? 'is' : 'are'} over a limit)`} × {ROUNDS[0]} seeds ={' '}
        <strong>{count(trials)}</strong> trials in round one, {told}
      </p>
      <p className="caption">
        Later rounds give only those still in the race more seeds, {MOST} at most. Trials that are finished
        already are not run again.
      </p>
      {isLate && (
        <p className="field-message" role="status" data-testid="recommend-late">
          Round one may not end within the time for the race. Then only the first of the candidates are
          compared, those that have had {ROUNDS[0]} seeds each. For all of them allow more minutes, or choose
          fewer training rows or a shorter training.
        </p>
      )}
    </section>
  );
}

/** How long an experiment will take: seconds, null where that is not known, and the end of a sentence. */
function useExpected(swept: Experiment): { readonly expected: number | null; readonly told: string } {
  const environment = useLab((lab) => lab.environment);
  const speeds = useLab((lab) => lab.speeds);
  const split = useLab((lab) => lab.inspection?.rows ?? null);
  const together = useLab((lab) => lab.together);
  return useMemo(() => {
    const expected = expectedTime(swept, environment, speeds, split, together);
    const { basis } = formatBasis(expected, environment);
    return {
      expected: expected?.seconds ?? null,
      told: expected ? `about ${duration(expected.seconds)} ${basis}.` : `${basis}.`,
    };
  }, [swept, environment, speeds, split, together]);
}
