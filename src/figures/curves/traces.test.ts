/** @file The curves of ended trials, and the axes that hold them. */
import { describe, expect, it } from 'vitest';
import { listTrials } from '../../experiment/experiment';
import { DEFAULT_EXPERIMENT } from '../../experiment/defaults';
import type { Evaluation, TrialRecord } from '../../results/results';
import { axesOf, stepsOf, valueEnd } from '../../stats/curves/curveAxes';
import { sampleTrial } from '../../experiment/testing';
import type { TrialResult } from '../scenarioResults';
import { byScenario, finishedTraces } from './traces';

const [spec, other] = listTrials(DEFAULT_EXPERIMENT);
if (!spec || !other) throw new Error('no trials');

const evaluation = (step: number, accuracy: number, trainAccuracy: number | null = null): Evaluation => ({
  ...{ step, accuracy, loss: 1 - accuracy },
  ...{ trainLoss: trainAccuracy === null ? null : 1 - trainAccuracy, trainAccuracy },
});
const slot = (key: string, record: TrialRecord | null, of = spec): TrialResult => ({ key, spec: of, record });
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
