/** @file Shows how many trials the lesson's run has and how long it will take, and offers to cut a long one down. */
import { DEFAULT_TRAINING } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/experiment';
import { formatTimeTaken } from '../ui/formatTime';
import { expectedTime } from '../store/timing/expected';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { isSettled } from '../store/results/trialKey';
import { duration } from '../../src/base/format';

/** A run that takes longer than this is too long for a class. */
const LONG_SECONDS = 20 * 60;
const SHORT_TRIALS = 2;

/** The same scenarios with as few trials and sentences as can still show something. */
function shortened(experiment: Experiment): Experiment {
  const { duration: steps, batchSize, validationRows } = DEFAULT_TRAINING;
  return {
    ...experiment,
    trials: Math.min(experiment.trials, SHORT_TRIALS),
    training: { ...experiment.training, duration: steps, batchSize, validationRows },
  };
}

export function RunLength() {
  const experiment = useLab((lab) => lab.experiment);
  const environment = useLab((lab) => lab.environment);
  const speeds = useLab((lab) => lab.speeds);
  const split = useLab((lab) => lab.inspection?.rows ?? null);
  const together = useLab((lab) => lab.together);
  const idle = useLab((lab) => lab.run.status === 'idle');
  const { slots } = useLab(runView);
  const { edit } = useLab.getState();
  const trials = experiment.trials * experiment.scenarios.length;
  const expected = expectedTime(experiment, environment, speeds, split, together);
  const ended = slots.flatMap(({ record }) => (record && isSettled(record) ? [record] : []));
  // Finished trials are reported with their real times, even if the speed is not known.
  const took =
    idle && (ended.length === slots.length || !expected) ? formatTimeTaken(ended, slots.length) : '';
  const short = shortened(experiment);
  const shortTime = expectedTime(short, environment, speeds, split, together);
  const offersShort =
    idle &&
    expected !== null &&
    shortTime !== null &&
    expected.seconds > LONG_SECONDS &&
    shortTime.seconds < 0.8 * expected.seconds;

  return (
    <div className="run-length">
      <p data-testid="run-length">
        <strong>
          {trials} {trials === 1 ? 'trial' : 'trials'}
        </strong>
        {took === '' ? expected && `, about ${duration(expected.seconds)}` : `, ${took}`}
      </p>
      {offersShort && (
        <button type="button" className="text-button" data-testid="shorten" onClick={() => edit(short)}>
          Shorten to about {duration(shortTime.seconds)}
        </button>
      )}
    </div>
  );
}
