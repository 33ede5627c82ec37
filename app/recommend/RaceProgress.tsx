/** @file How far the race is, and its round. */
import { duration } from '../../src/base/format';
import { sumOf } from '../../src/base/sum';
import { raceShare } from '../../src/race/progress';
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
  const began = useLab((lab) => lab.raceBegan);
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
  const share = raceShare(race, Math.max(0, run.clock.at - began) / 1000);
  const left = run.status === 'idle' ? null : secondsLeft(run, run.clock.at);
  return (
    <div className="recommend-progress">
      <progress aria-label="The race" value={share} max={1} />
      <p role="status" data-testid="recommend-progress">
        Round up to {next} seeds: {done} of {total} trials finished; {state.left.length} of{' '}
        {candidates.length} candidates still in.
        {left !== null && ` About ${duration(left)} left in this round.`}
      </p>
    </div>
  );
}
