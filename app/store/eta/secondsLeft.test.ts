import { describe, expect, it } from 'vitest';
import { given } from '../../../src/base/testing';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import { listTrials } from '../../../src/experiment/experiment';
import type { TrialRecord, TrialStatus } from '../../../src/results/results';
import { loadingSecondsLeft, runFraction, secondsLeft } from './secondsLeft';
import { applyEvent, IDLE_RUN, type RunState } from '../run/runState';
import { changeClock } from '../timing/workClock';

const experiment = DEFAULT_EXPERIMENT;
/** As long as the trials of {@link steps}. */
const shortened = {
  ...experiment,
  training: { ...experiment.training, duration: { unit: 'steps', count: 100 } as const },
};
const started: RunState = {
  ...IDLE_RUN,
  status: 'running',
  runId: 'r',
  experiment,
  trials: listTrials(experiment),
};
const steps = (run: RunState, trial: number, from: number, count: number, at: number): RunState => {
  const losses = Array.from({ length: count }, (_, i) => ({ step: from + i, loss: 1 }));
  return applyEvent(run, { event: { type: 'steps', runId: 'r', trial, losses, totalSteps: 100 }, at });
};
const done = (run: RunState, trial: number, at: number, status: TrialStatus = 'done'): RunState => {
  const record = { status, scenario: given(run.trials[trial]).scenario } as TrialRecord;
  return applyEvent(run, { event: { type: 'trialDone', runId: 'r', trial, record }, at });
};
/** After the first trial: 100 steps of 0.1 s, the first one after a second, and an evaluation of 2 s. */
const oneTrial = (): RunState => {
  const trained = steps(steps(started, 0, 0, 1, 1000), 0, 1, 99, 10_900);
  const evaluation = { step: 100, accuracy: 1, loss: 1, trainLoss: null, trainAccuracy: null };
  const event = { type: 'evaluation', runId: 'r', trial: 0, evaluation } as const;
  return done(applyEvent(trained, { event, at: 12_900 }), 0, 12_900);
};

describe('secondsLeft', () => {
  it('promises nothing before there is work to judge by', () => {
    expect(secondsLeft(started, 0)).toBeNull();
    expect(secondsLeft(steps(started, 0, 0, 1, 1000), 1000)).toBeNull();
  });
  it('judges by the rate of the steps, not by the time the first one took', () => {
    const run = steps(steps(started, 0, 0, 1, 60_000), 0, 1, 10, 61_000);
    // 0.1 s a step: about 9 s are left of this trial, and there is no more than a minute for it and three others.
    const left = given(secondsLeft(run, 61_000));
    expect(left).toBeGreaterThan(9);
    expect(left).toBeLessThan(100);
  });
  it('lets a finished trial speak for the later ones of its scenario', () => {
    const [lower] = listTrials(experiment).filter(({ seed }) => seed === experiment.firstSeed);
    const twice: RunState = { ...started, trials: [given(lower), given(lower)], experiment: shortened };
    const run = { ...oneTrial(), trials: twice.trials, experiment: shortened };
    // 100 steps and an evaluation again, and nearly no setting up.
    expect(secondsLeft(run, 12_900)).toBeCloseTo(10 + 2, 0);
  });
  it('knows nothing of a trial that diverged before it had steps', () => {
    expect(secondsLeft(done(started, 0, 1000, 'diverged'), 1000)).toBeNull();
  });
  it('stands still in a pause, and goes on from there', () => {
    const before = given(secondsLeft(oneTrial(), 13_000));
    const asked: RunState = { ...oneTrial(), status: 'pausing' };
    const paused = applyEvent(asked, { event: { type: 'paused', runId: 'r' }, at: 13_000 });
    expect(paused.status).toBe('paused');
    expect(secondsLeft(paused, 900_000)).toBeCloseTo(before, 9);
    const resumed = applyEvent(
      { ...paused, status: 'running' },
      { event: { type: 'resumed', runId: 'r' }, at: 900_000 },
    );
    expect(secondsLeft(resumed, 900_000)).toBeCloseTo(before, 9);
    // A trial begun after it has the same rate.
    const later = steps(steps(resumed, 1, 0, 1, 901_000), 1, 1, 99, 910_900);
    expect(later.timing?.stepMilliseconds).toBe(9900);
  });
  it('takes twice as long in quiet mode', () => {
    const run = oneTrial();
    const quiet = { ...run, clock: changeClock(run.clock, { quiet: true }, 12_900) };
    expect(secondsLeft(quiet, 12_900)).toBeCloseTo(2 * given(secondsLeft(run, 12_900)), 9);
    // Half of the time is sleep: the rate of work stays.
    const trained = steps(steps(quiet, 1, 0, 1, 13_000), 1, 1, 99, 13_000 + 2 * 9900);
    expect(trained.timing?.stepMilliseconds).toBe(9900);
  });
  it('is not led astray by a machine that slept', () => {
    const awake = steps(steps(steps(started, 0, 0, 1, 0), 0, 1, 20, 2000), 0, 21, 20, 4000);
    const slept = steps(awake, 0, 41, 1, 3_604_000);
    expect(secondsLeft(slept, 3_604_000)).toBeLessThan(given(secondsLeft(awake, 4000)));
  });
});

describe('a pause that is asked for again before the run has gone on', () => {
  it('is a pause once more', () => {
    const again: RunState = { ...started, status: 'pausing' };
    const paused = applyEvent(again, { event: { type: 'paused', runId: 'r' }, at: 1 });
    const between = applyEvent(paused, { event: { type: 'resumed', runId: 'r' }, at: 2 });
    expect(between.status).toBe('pausing');
    expect(applyEvent(between, { event: { type: 'paused', runId: 'r' }, at: 3 }).status).toBe('paused');
  });
});

describe('loadingSecondsLeft', () => {
  const progress = (run: RunState, done: number, at: number): RunState => {
    const event = { type: 'progress', runId: 'r', phase: 'loading', trial: null, done, total: 100 } as const;
    return applyEvent(run, { event, at });
  };
  it('goes by the rate since this load began, not by what an earlier one had left', () => {
    const run = progress(progress(started, 50, 10_000), 60, 12_000);
    expect(loadingSecondsLeft(run, 12_000)).toBeCloseTo(8);
    expect(loadingSecondsLeft(progress(started, 50, 10_000), 10_000)).toBeNull();
    expect(loadingSecondsLeft(started, 0)).toBeNull();
  });
});

describe('runFraction', () => {
  it('never goes back while a trial trains, is evaluated and ends', () => {
    const fractions = [
      started,
      steps(started, 0, 0, 50, 1),
      steps(started, 0, 0, 100, 2),
      { ...steps(started, 0, 0, 100, 2), phase: 'evaluating' as const, done: 200, total: 400 },
      done(steps(started, 0, 0, 100, 2), 0, 3),
    ].map(runFraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    // One of two seeds of the lower layers, which cost more than the upper ones.
    expect(fractions.at(-1)).toBeGreaterThan(0.25);
    expect(fractions.at(-1)).toBeLessThan(0.33);
  });
});

describe('applyEvent', () => {
  it('tells a notice once', () => {
    const event = { type: 'notice', runId: 'r', message: 'kept in memory' } as const;
    const once = applyEvent(started, { event, at: 0 });
    expect(applyEvent(once, { event, at: 1 }).notices).toEqual(['kept in memory']);
  });
  it('ignores events of another run', () => {
    const event = { type: 'runDone', runId: 'other', outcome: 'finished' } as const;
    expect(applyEvent(started, { event, at: 0 })).toBe(started);
  });
  it('keeps the message and the remedy of a failure', () => {
    const event = { type: 'failed', runId: 'r', message: 'The GPU was lost.', remedy: 'Run again.' } as const;
    const run = applyEvent(started, { event, at: 0 });
    expect(run).toMatchObject({ status: 'idle', outcome: 'failed', error: { remedy: 'Run again.' } });
  });
});
