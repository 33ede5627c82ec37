/** @file What the databases hold, whole, for the tests beside this file. */
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import type { TrialCheckpoint } from '../../../workers/client';
import type { TrainedTrial } from '../../../workers/protocol';

export function sampleCheckpoint(): TrialCheckpoint {
  return {
    snapshot: {
      step: 2,
      totalSteps: 5,
      parameters: Float32Array.of(1, 2, 3),
      moment1: Float32Array.of(4, 5, 6),
      moment2: Float32Array.of(7, 8, 9),
      losses: [0.7, 0.6],
      evaluations: [{ step: 2, accuracy: 0.5, loss: 0.7, trainLoss: null, trainAccuracy: null }],
      figures: { lossSum: 1, hits: 2, sentences: 3 },
      clock: { milliseconds: 10, samples: 20 },
      peak: { peakBytes: 1, peakLiveBytes: 1 },
    },
    environment: { backend: 'webgpu', device: 'a GPU' },
    seconds: 12,
    savedAt: '2026-01-01T00:00:00.000Z',
  };
}

export function sampleTrained(): TrainedTrial {
  const [scenario] = DEFAULT_EXPERIMENT.scenarios;
  if (!scenario) throw new Error('The default experiment has no scenario.');
  return {
    id: 'one',
    experiment: DEFAULT_EXPERIMENT,
    scenario,
    seed: 1,
    labels: 2,
    labelNames: ['negative', 'positive'],
    tensors: new Map([['layer.0.query.A', { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }]]),
    scales: new Map([['layer.0.query', { rank: 2, alpha: 4 }]]),
  };
}
