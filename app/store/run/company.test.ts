/** @file A run whose trials train together: what is live, how its time is counted, and what comes after it. */
import { expect, it } from 'vitest';
import { given } from '../../../src/base/testing';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import { listTrials } from '../../../src/experiment/experiment';
import type { TrialRecord, TrialStatus } from '../../../src/results/results';
import type { Event } from '../../../workers/protocol';
import { trialFraction } from '../eta/secondsLeft';
import { unitsLeft } from '../eta/units';
import { applyEvent, IDLE_RUN, type RunState } from './runState';

type Told<T> = T extends Event ? Omit<T, 'runId'> : never;

const experiment = { ...DEFAULT_EXPERIMENT, trials: 3 };
/** Trials 0, 2 and 4 are the lower layers' with seeds 1, 2 and 3; 1, 3 and 5 the upper layers'. */
const trials = listTrials(experiment);
const started: RunState = {
  ...IDLE_RUN,
  ...{ status: 'running', runId: 'r', experiment, trials, together: 3 },
};

const after = (run: RunState, at: number, ...events: Told<Event>[]): RunState =>
  events.reduce<RunState>(
    (state, event) => applyEvent(state, { event: { ...event, runId: 'r' } as Event, at }),
    run,
  );
const steps = (trial: number, from: number, count: number) => ({
  ...({ type: 'steps', trial, totalSteps: 100 } as const),
  losses: Array.from({ length: count }, (_, i) => ({ step: from + i, loss: trial })),
});
const done = (trial: number, status: TrialStatus = 'done') => ({
  ...({ type: 'trialDone', trial } as const),
  record: { status, scenario: given(trials[trial]).scenario } as TrialRecord,
});
const company = { type: 'company', trials: [0, 2, 4] } as const;
const trained = after(
  after(started, 1000, company, ...[0, 2, 4].map((trial) => steps(trial, 0, 1))),
  11_000,
  ...[0, 2, 4].map((trial) => steps(trial, 1, 10)),
);

it('has every trial of a company live, and counts each of their steps once', () => {
  expect(trained.live.map(({ trial, losses }) => [trial, losses.length])).toEqual([
    [0, 11],
    [2, 11],
    [4, 11],
  ]);
  expect(trained.trial).toBe(0);
  expect(trained.timing).toMatchObject({
    trials: [0, 2, 4],
    steps: 11,
    timedSteps: 10,
    stepMilliseconds: 10_000,
  });
  const fractions = trials.map((_, trial) => trialFraction(trained, trial));
  expect(fractions.map((one) => one > 0)).toEqual([true, false, true, false, true, false]);
});

it('counts an evaluation of all of them once', () => {
  const evaluation = { step: 11, accuracy: 1, loss: 1, trainLoss: null, trainAccuracy: null };
  const evaluated = after(
    trained,
    13_000,
    ...[0, 2, 4].map((trial) => ({ type: 'evaluation', trial, evaluation }) as const),
  );
  expect(evaluated.timing).toMatchObject({ evaluations: 1, evaluationMilliseconds: 2000 });
  expect(evaluated.live.map(({ evaluations }) => evaluations.length)).toEqual([1, 1, 1]);
});

it('goes on without a trial that has diverged, and begins what is next when the last has ended', () => {
  const without = after(trained, 12_000, done(2, 'diverged'), steps(0, 11, 5), steps(4, 11, 5));
  expect(without.live.map(({ trial }) => trial)).toEqual([0, 4]);
  expect(without.timing).toMatchObject({ trials: [0, 2, 4], steps: 16 });
  const ended = after(without, 20_000, done(0), done(4));
  expect(ended.live).toEqual([]);
  expect(ended.timing).toMatchObject({ trials: [1], began: 20_000, steps: 0 });
  // What the next trials took to set up belongs to them, though the first word of them comes later.
  const next = after(ended, 25_000, { type: 'company', trials: [1, 3, 5] });
  expect(next.timing).toMatchObject({ trials: [1, 3, 5], began: 20_000 });
});

it('expects the next companies to be as large as the last one', () => {
  const sizes = (run: RunState): number[] => unitsLeft(run).map((unit) => unit.trials.length);
  expect(sizes(started)).toEqual([3, 3]);
  expect(sizes({ ...started, together: 'off' })).toEqual([1, 1, 1, 1, 1, 1]);
  expect(sizes({ ...started, together: 'auto' })).toEqual([1, 1, 1, 1, 1, 1]);
  expect(sizes({ ...started, together: 2 })).toEqual([2, 1, 2, 1]);
  expect(sizes(trained)).toEqual([3, 3]);
  const pair = after(
    { ...started, together: 'auto' },
    0,
    { type: 'company', trials: [0, 2] },
    steps(0, 0, 1),
  );
  expect(unitsLeft(pair).map((unit) => unit.trials)).toEqual([[0, 2], [1, 3], [5], [4]]);
});

it('leaves a company for a trial that goes on alone from where they parted', () => {
  const told = { losses: [1, 1, 1], evaluations: [], totalSteps: 100 };
  const alone = after(trained, 12_000, { type: 'restored', trial: 2, ...told }, steps(2, 3, 5));
  expect(alone.timing).toMatchObject({ trials: [2], steps: 8, timedSteps: 5 });
  expect(alone.live.map(({ trial, losses }) => [trial, losses.length])).toEqual([
    [0, 11],
    [2, 8],
    [4, 11],
  ]);
  expect(unitsLeft(alone).map((unit) => unit.trials)).toEqual([[2], [0], [4], [1], [3], [5]]);
});

it('restores a company’s trials one after another without ending it, also after one that failed', () => {
  const restored = [0, 2, 4].map(
    (trial) => ({ type: 'restored', trial, losses: [2, 2], evaluations: [], totalSteps: 100 }) as const,
  );
  for (const before of [started, trained]) {
    const run = after(before, 12_000, company, ...restored);
    expect(run.timing).toMatchObject({ trials: [0, 2, 4], steps: 2 });
    expect(run.live.map(({ losses }) => losses)).toEqual([
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
  }
});
