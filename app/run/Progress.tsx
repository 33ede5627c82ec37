/** @file The run as a line of trials in their scenarios' colours, with its current activity and the time left. */
import { useEffect, useState } from 'react';
import { loadingSecondsLeft, runFraction, secondsLeft, trialFraction } from '../store/eta/secondsLeft';
import { useLab } from '../store/lab';
import { duration, withUnit } from '../../src/base/format';
import { formatPhase } from './formatPhase';

/** Above this many trials a segment would be thinner than a pixel. */
const MOST_SEGMENTS = 150;

export function Progress() {
  const run = useLab((lab) => lab.run);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);

  const fraction = runFraction(run);
  const loadingLeft = loadingSecondsLeft(run, now);
  const left = secondsLeft(run, now);
  const finished = new Map(run.finished.map((trial) => [trial.trial, trial.status]));
  const loading = run.phase === 'loading' && run.total > 0 ? run.done / run.total : null;
  const fill = (trial: number): number => {
    if (finished.has(trial)) return 1;
    return trialFraction(run, trial);
  };

  return (
    <div className="progress" data-paused={run.status === 'paused' || undefined}>
      <div
        className="progress-line"
        data-testid="progress"
        role="progressbar"
        aria-label="Trials finished"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(fraction * 100)}
        aria-valuetext={formatPhase(run)}
      >
        {run.trials.length <= MOST_SEGMENTS ? (
          run.trials.map(({ scenario, seed }, trial) => (
            <span
              key={trial}
              className="segment"
              data-status={finished.get(trial)}
              title={`${scenario.name}, seed ${seed}`}
              style={{ '--scenario': scenario.color, '--fill': fill(trial) } as React.CSSProperties}
            />
          ))
        ) : (
          <span className="segment" style={{ '--fill': fraction } as React.CSSProperties} />
        )}
      </div>
      <p className="progress-words">
        <span className="progress-phase" aria-live="off" title={formatPhase(run)}>
          {formatPhase(run)}
        </span>
        <span className="time-left">
          {loading !== null
            ? `${withUnit(Math.round(loading * 100), '%')}${loadingLeft === null ? '' : `, about ${duration(loadingLeft)} left`}`
            : left === null
              ? 'time left: not known yet'
              : `about ${duration(left)} left`}
        </span>
      </p>
    </div>
  );
}
