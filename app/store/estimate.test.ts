import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { listTrials } from '../../src/experiment/experiment';
import { loadingSecondsLeft, runFraction, secondsLeft } from './estimate';
import { applyEvent, IDLE_RUN, type RunState } from './runState';

const experiment = DEFAULT_EXPERIMENT;
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

describe('secondsLeft', () => {
  it('promises nothing before there is work to judge by', () => {
    expect(secondsLeft(started, 0)).toBeNull();
    expect(secondsLeft(steps(started, 0, 0, 1, 1000), 1000)).toBeNull();
  });
  it('judges by the pace of the steps, not by the time the first one took', () => {
    const run = steps(steps(started, 0, 0, 1, 60_000), 0, 1, 10, 61_000);
    // 0.1 s a step: 100 steps and an evaluation are 10.5 s a trial, four trials 42 s.
    expect(secondsLeft(run, 61_000)).toBeCloseTo(42.1 - 1.1, 0);
  });
  it('lets a finished trial speak for the later ones of its scenario', () => {
    const run: RunState = {
      ...started,
      finished: [
        { trial: 0, status: 'done', seconds: 10 },
        { trial: 1, status: 'done', seconds: 30 },
      ],
    };
    expect(secondsLeft(run, 0)).toBe(40);
  });
  it('does not learn from a trial that diverged early', () => {
    const run: RunState = { ...started, finished: [{ trial: 0, status: 'diverged', seconds: 1 }] };
    expect(secondsLeft(run, 0)).toBeNull();
  });
});

describe('loadingSecondsLeft', () => {
  const progress = (run: RunState, done: number, at: number): RunState => {
    const event = { type: 'progress', runId: 'r', phase: 'loading', trial: null, done, total: 100 } as const;
    return applyEvent(run, { event, at });
  };
  it('goes by the pace since this load began, not by what an earlier one had left', () => {
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
      { ...steps(started, 0, 0, 100, 2), phase: 'evaluating' as const, done: 500, total: 1000 },
      { ...started, finished: [{ trial: 0, status: 'done' as const, seconds: 1 }] },
    ].map(runFraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(0.25);
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
