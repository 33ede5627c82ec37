import { expect, it } from 'vitest';
import { sampleTrial } from '../../../src/experiment/testing';
import { recordTraces } from './traces';

const slot = (change: Parameters<typeof sampleTrial>[0]) => ({ record: sampleTrial(change) });

it('has the smoothed losses and every evaluation', () => {
  const [trace] = recordTraces([slot({ losses: [1, 1, 1] })], 'loss');
  expect(trace).toMatchObject({
    scenario: 'lower',
    training: [1, 2, 3].map((step) => ({ step, value: expect.closeTo(1, 9) as number })),
    validation: [{ step: 3, value: 0.31 }],
  });
});

it('has training accuracies where records know them, and leaves out what was not measured', () => {
  const evaluations = [
    { step: 1, accuracy: 0.6, loss: NaN, trainAccuracy: 0.7 },
    { step: 2, accuracy: 0.8, loss: 0.4, trainAccuracy: null },
  ];
  expect(recordTraces([slot({ evaluations })], 'accuracy')).toMatchObject([
    {
      training: [{ step: 1, value: 0.7 }],
      validation: [
        { step: 1, value: 0.6 },
        { step: 2, value: 0.8 },
      ],
    },
  ]);
  expect(recordTraces([slot({ evaluations })], 'loss')[0]?.validation).toEqual([{ step: 2, value: 0.4 }]);
});

it('passes over trials without anything to draw', () => {
  expect(recordTraces([{ record: null }, slot({ losses: [], evaluations: [] })], 'loss')).toEqual([]);
});
