/** @file */
import { describe, expect, it } from 'vitest';
import { listTrials } from '../../../src/experiment/experiment';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import type { Evaluation, TrialRecord } from '../../../src/results/results';
import { axesOf, stepsOf, valueEnd } from '../../../src/stats/curveAxes';
import { sampleTrial } from '../../../src/experiment/testing';
import { applyEvent, IDLE_RUN, type RunState } from '../../store/run/runState';
import type { TrialSlot } from '../../store/results/trialKey';
import { byScenario, finishedTraces, liveTrace } from './traces';

const [spec, other] = listTrials(DEFAULT_EXPERIMENT);
if (!spec || !other) throw new Error('no trials');

const evaluation = (step: number, accuracy: number, trainAccuracy: number | null = null): Evaluation => ({
  ...{ step, accuracy, loss: 1 - accuracy },
  ...{ trainLoss: trainAccuracy === null ? null : 1 - trainAccuracy, trainAccuracy },
});
const slot = (key: string, record: TrialRecord | null, of = spec): TrialSlot => ({ key, spec: of, record });
const record = sampleTrial({
  losses: [0.8, 0.8, 0.8, 0.8],
  evaluations: [evaluation(2, 0.5, 0.55), evaluation(4, 0.7, 0.9)],
});

describe('finishedTraces', () => {
  it('draws step losses and validation losses', () => {
    const [trace] = finishedTraces([slot('a', record)], 'loss');
    expect(trace).toMatchObject({ key: 'a', trial: record.id, scenario: 'lower', color: '#1f77b4' });
    expect(trace?.training.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    for (const { value } of trace?.training ?? []) expect(value).toBeCloseTo(0.8, 12);
    expect(trace?.validation).toEqual([
      { step: 2, value: 0.5 },
      { step: 4, value: 1 - 0.7 },
    ]);
  });

  it('draws both accuracies where the trial was measured', () => {
    const [trace] = finishedTraces([slot('a', record)], 'accuracy');
    expect(trace?.training).toEqual([
      { step: 2, value: 0.55 },
      { step: 4, value: 0.9 },
    ]);
    expect(trace?.validation).toEqual([
      { step: 2, value: 0.5 },
      { step: 4, value: 0.7 },
    ]);
  });

  it('leaves out what was not measured, and records that lack the fields', () => {
    const older = { step: 3, accuracy: 0.6, loss: NaN } as Evaluation;
    const evaluations = [evaluation(2, 0.5), older];
    const slots = [slot('a', { ...record, evaluations })];
    expect(finishedTraces(slots, 'accuracy')[0]?.training).toEqual([]);
    expect(finishedTraces(slots, 'loss')[0]?.validation).toEqual([{ step: 2, value: 0.5 }]);
    const nothing = sampleTrial({ status: 'failed', accuracy: null, losses: [], evaluations: [] });
    expect(finishedTraces([slot('a', null), slot('b', nothing)], 'loss')).toEqual([]);
  });

  it('gives the same points again, so that finished lines are not drawn anew', () => {
    const [first] = finishedTraces([slot('a', record)], 'loss');
    const [again] = finishedTraces([slot('a', { ...record }), slot('b', null)], 'loss');
    expect(again?.training).toBe(first?.training);
    expect(again?.validation).toBe(first?.validation);
    expect(finishedTraces([slot('a', record)], 'accuracy')[0]?.validation).not.toBe(first?.validation);
  });

  it('thins a thousand measurements, the last one among those that stay', () => {
    const evaluations = Array.from({ length: 1000 }, (_, i) => evaluation(i + 1, i / 1000, 0.5));
    const [trace] = finishedTraces([slot('a', { ...record, evaluations })], 'accuracy');
    for (const points of [trace?.training ?? [], trace?.validation ?? []]) {
      expect(points.length).toBeGreaterThan(40);
      expect(points.length).toBeLessThanOrEqual(90);
      expect(points.at(-1)?.step).toBe(1000);
    }
  });
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
    const { live } = run;
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
    expect(applyEvent(run, { event, at: 1 }).live).toMatchObject({ trial: 0, evaluations: [] });
  });
});

describe('the axes', () => {
  it('hold every value of the view', () => {
    const slots = [slot('a', record), slot('b', { ...record, evaluations: [evaluation(6, 0.42)] }, other)];
    const [loss, accuracy] = [finishedTraces(slots, 'loss'), finishedTraces(slots, 'accuracy')];
    expect(axesOf('loss', stepsOf(loss), valueEnd(loss, 'loss'))).toEqual({
      ...{ view: 'loss', steps: 6 },
      ticks: [0, 0.3, 0.6, 0.9],
    });
    expect(axesOf('accuracy', stepsOf(accuracy), valueEnd(accuracy, 'accuracy'))).toEqual({
      ...{ view: 'accuracy', steps: 6 },
      ticks: [0.4, 0.6, 0.8, 1],
    });
    expect([...byScenario(loss).keys()]).toEqual(['lower', 'upper']);
  });

  it('stand ready before there is a value', () => {
    expect(valueEnd([], 'loss')).toBe(0.75);
    expect(valueEnd([], 'accuracy')).toBe(0.5);
    expect(stepsOf([])).toBe(1);
  });
});
