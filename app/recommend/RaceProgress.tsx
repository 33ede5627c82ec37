/** @file How far the race's round is. */
import { duration } from '../../src/base/format';
import { sumOf } from '../../src/base/sum';
import type { RaceReport } from '../../src/race/report';
import { secondsLeft } from '../store/eta/secondsLeft';
import { useLab } from '../store/lab';
import { useThrottled } from '../ui/useThrottled';

/** Milliseconds, so that nobody who listens hears more than the news. */
const NEWS_MS = 3000;

export function RaceProgress({ race }: { readonly race: RaceReport | null }) {
  const run = useThrottled(
    useLab((lab) => lab.run),
    NEWS_MS,
  );
  const next = race?.state.next ?? null;
  if (!race || next === null)
    return (
      <div className="recommend-progress">
        <progress aria-label="The race" />
        <p role="status">Planning the candidates’ memory…</p>
      </div>
    );
  const { state, candidates } = race;
  const total = state.left.length * next;
  const done = sumOf(state.left.map((entrant) => Math.min(next, candidates[entrant]?.values.length ?? 0)));
  const left = run.status === 'idle' ? null : secondsLeft(run, run.clock.at);
  return (
    <div className="recommend-progress">
      <progress aria-label="The round" value={done} max={total} />
      <p role="status" data-testid="recommend-progress">
        Round up to {next} seeds: {done} of {total} trials finished; {state.left.length} of{' '}
        {candidates.length} candidates still in.
        {left !== null && ` About ${duration(left)} left in this round.`}
      </p>
    </div>
  );
}
