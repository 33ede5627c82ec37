/** @file What a sweep of rates comes to before it starts, and how far it is. */
import { useMemo } from 'react';
import { count, duration } from '../../src/base/format';
import { rateSweep, seedsText, type RatesAsked } from '../../src/footing/rates/rateSweep';
import { secondsLeft } from '../store/eta/secondsLeft';
import { useLab } from '../store/lab';
import { expectedTime } from '../store/timing/expected';
import { formatBasis } from '../ui/formatTime';
import { useThrottled } from '../ui/useThrottled';
import { firstTries } from './driveRates';

interface RatesPlanProps {
  readonly asked: RatesAsked;
}

export function RatesPreview({ asked }: RatesPlanProps) {
  const experiment = useLab((lab) => lab.experiment);
  const environment = useLab((lab) => lab.environment);
  const speeds = useLab((lab) => lab.speeds);
  const split = useLab((lab) => lab.inspection?.rows ?? null);
  const together = useLab((lab) => lab.together);
  const { trials, told, problem } = useMemo(() => {
    try {
      const swept = rateSweep(experiment, firstTries(experiment, asked), asked.seeds).experiment;
      const expected = expectedTime(swept, environment, speeds, split, together);
      const { basis } = formatBasis(expected, environment);
      const time = expected ? `about ${duration(expected.seconds)} ${basis}` : basis;
      return { trials: swept.scenarios.length * swept.trials, told: time, problem: null };
    } catch (error) {
      return { trials: 0, told: '', problem: (error as Error).message };
    }
  }, [experiment, asked, environment, speeds, split, together]);
  if (problem !== null)
    return (
      <p className="field-message" role="alert">
        {problem}
      </p>
    );
  return (
    <div className="footing-preview">
      <p data-testid="rates-plan" aria-live="polite">
        {experiment.scenarios.length} scenarios × {asked.count} rates × {asked.seeds}{' '}
        {asked.seeds === 1 ? 'seed' : 'seeds'} = <strong>{count(trials)}</strong> trials, {told}.
      </p>
      <p className="caption">
        On {seedsText(experiment, asked.seeds)}. The highest mean on the validation sentences is taken, never
        one on test sentences. Where the best is the last of the list, the next rate is tried too, twice at
        most.
      </p>
    </div>
  );
}

/** Milliseconds, so that nobody who listens hears more than the news. */
const NEWS_MS = 3000;

export function RatesProgress({ asked }: RatesPlanProps) {
  const run = useThrottled(
    useLab((lab) => lab.run),
    NEWS_MS,
  );
  const done = run.finished.length;
  const total = run.trials.length;
  const left = run.status === 'idle' ? null : secondsLeft(run, run.clock.at);
  return (
    <div className="footing-progress">
      <progress aria-label="The sweep" {...(total > 0 && { value: done, max: total })} />
      <p role="status" data-testid="rates-progress">
        {done} of {total} trials finished, {asked.seeds} {asked.seeds === 1 ? 'seed' : 'seeds'} a rate.
        {left !== null && ` About ${duration(left)} left.`}
      </p>
    </div>
  );
}
