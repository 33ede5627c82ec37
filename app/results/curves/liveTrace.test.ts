/** @file The curve of the trial in progress, from the store. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import { listTrials } from '../../../src/experiment/experiment';
import { liveTrace } from '../../../src/figures/curves/traces';
import type { Evaluation, TrialRecord } from '../../../src/results/results';
import { stepsOf } from '../../../src/stats/curves/curveAxes';
import { applyEvent, IDLE_RUN, type RunState } from '../../store/run/runState';

const [spec, other] = listTrials(DEFAULT_EXPERIMENT);
if (!spec || !other) throw new Error('no trials');

const evaluation = (step: number, accuracy: number, trainAccuracy: number): Evaluation => ({
  ...{ step, accuracy, loss: 1 - accuracy, trainAccuracy, trainLoss: 1 - trainAccuracy },
});

describe('liveTrace', () => {
  const run = [
    { type: 'steps', losses: [0, 1].map((step) => ({ step, loss: 0.5 })), totalSteps: 4 } as const,
    { type: 'evaluation', evaluation: evaluation(2, 0.6, 0.7) } as const,
    { type: 'steps', losses: [{ step: 2, loss: 0.5 }], totalSteps: 4 } as const,
  ].reduce<RunState>(
    (state, event) => applyEvent(state, { event: { ...event, runId: 'r', trial: 1 }, at: 0 }),
    { ...IDLE_RUN, runId: 'r', trials: [spec, other] },
  );

  it('grows by losses and by measurements', () => {
    const [live] = run.live;
    if (!live) throw new Error('no live trial');
    const loss = liveTrace(live, other.scenario, 'loss');
    expect(loss.trial).toBeNull();
    expect(loss.training.map(({ step }) => step)).toEqual([1, 2, 3]);
    expect(loss.validation).toEqual([{ step: 2, value: 0.4 }]);
    const accuracy = liveTrace(live, other.scenario, 'accuracy');
    expect(accuracy.training).toEqual([{ step: 2, value: 0.7 }]);
    expect(accuracy.validation).toEqual([{ step: 2, value: 0.6 }]);
    expect(stepsOf([loss], live.totalSteps)).toBe(4);
  });

  it('begins anew with the next trial', () => {
    const event = {
      type: 'steps',
      runId: 'r',
      trial: 0,
      losses: [{ step: 0, loss: 1 }],
      totalSteps: 4,
    } as const;
    const ended = {
      type: 'trialDone',
      runId: 'r',
      trial: 1,
      record: { status: 'done' } as TrialRecord,
    } as const;
    const next = applyEvent(applyEvent(run, { event: ended, at: 1 }), { event, at: 1 });
    expect(next.live).toMatchObject([{ trial: 0, evaluations: [] }]);
  });

  it('has a curve for each trial of a company', () => {
    const company = { type: 'company', runId: 'r', trials: [0, 1] } as const;
    const losses = (trial: number, at: number) =>
      ({ type: 'steps', runId: 'r', trial, losses: [{ step: 0, loss: at }], totalSteps: 4 }) as const;
    const { live } = [company, losses(0, 1), losses(1, 2)].reduce<RunState>(
      (state, event) => applyEvent(state, { event, at: 0 }),
      { ...IDLE_RUN, runId: 'r', trials: [spec, other] },
    );
    const traces = live.map((one) => liveTrace(one, other.scenario, 'loss'));
    expect(traces.map(({ training }) => training[0]?.value)).toEqual([1, 2]);
    expect(new Set(traces.map(({ key }) => key)).size).toBe(2);
  });
});
