import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT, DEFAULT_TRAINING, QUESTION_TRAINING } from '../../src/experiment/defaults';
import type { Hyperparameters } from '../../src/experiment/experiment';
import { judgingLine, ownLine, trainingLine } from './settingLines';

const training = (changed: Partial<Hyperparameters>, firstSeed = 1): string =>
  trainingLine({ training: { ...DEFAULT_TRAINING, ...changed }, firstSeed });

describe('the line of training', () => {
  it('tells the duration, and that nothing else differs', () => {
    expect(training({})).toBe('150 steps · all else at its default');
    expect(training({ duration: { unit: 'epochs', count: 1 } })).toBe('1 epoch · all else at its default');
  });

  it('tells only what differs', () => {
    expect(trainingLine({ training: QUESTION_TRAINING, firstSeed: 1 })).toBe(
      '8 epochs · batches of 32 · all validation sentences',
    );
    expect(training({ learningRate: 0.01, shuffle: false, gradientClip: 0 })).toBe(
      '150 steps · learning rate 0.01 · not shuffled · gradients not clipped',
    );
    expect(training({ dropout: { ...DEFAULT_TRAINING.dropout, hidden: 0.1 } })).toBe(
      '150 steps · dropout hidden 0.1',
    );
    expect(training({}, 40)).toBe('150 steps · seeds from 40');
  });

  it('has words for every setting that can differ', () => {
    const other: Hyperparameters = {
      duration: { unit: 'steps', count: 1 },
      learningRate: 1,
      batchSize: 2,
      trainingRows: 1,
      validationRows: 1200,
      evaluateEvery: 5,
      rowChoice: 'per-seed',
      shuffle: false,
      maxLength: 64,
      schedule: 'linear',
      warmup: 0,
      weightDecay: 0,
      gradientClip: 2,
      dropout: { hidden: 0.1, attention: 0.2, lora: 0.3, classifier: 0.4 },
      checkpointing: true,
      basePrecision: 'int8',
      precision: 'mixed',
    };
    expect(trainingLine({ training: other, firstSeed: 1 }).split(' · ')).toHaveLength(
      Object.keys(DEFAULT_TRAINING).length,
    );
    expect(trainingLine({ training: other, firstSeed: 1 })).toContain('1,200 validation sentences');
  });
});

describe('the line of judging', () => {
  const judging = (changed: object, trials = 5): string =>
    judgingLine({ trials, judging: { ...DEFAULT_EXPERIMENT.judging, ...changed } });

  it('tells seeds, the plan, and what else differs', () => {
    expect(judging({})).toBe('5 seeds · differences of 1 point');
    expect(judging({ upTo: 20 })).toBe('5 seeds · may grow to 20 · differences of 1 point');
    expect(judging({ upTo: 8, delta: 2, looks: 'end', measure: 'macroF1' }, 12)).toBe(
      '12 seeds · plan ends at 8 · differences of 2 points · verdicts at the end · macro-F1',
    );
    expect(judging({ measure: 'mcc' }, 1)).toBe('1 seed · differences of 0.010 · MCC');
  });
});

it('tells what a scenario sets for itself', () => {
  const [lower] = DEFAULT_EXPERIMENT.scenarios;
  expect(ownLine(lower)).toBe('learning rate and memory as for all');
  expect(ownLine({ ...lower, learningRate: 0.001, checkpointing: true, basePrecision: 'f16' })).toBe(
    'learning rate 0.001 · gradient checkpointing on · base Float16',
  );
  expect(ownLine({ ...lower, bRate: 16 })).toBe('LoRA+ 16');
});
