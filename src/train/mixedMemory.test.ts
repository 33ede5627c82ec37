import { expect, it } from 'vitest';
import { moduleSet } from '../architecture/modules';
import { DEFAULT_TRAINING } from '../experiment/defaults';
import type { Scenario, TrainingPrecision } from '../experiment/experiment';
import { createPlanningOps } from '../ops/webgpu';
import { planMemory } from './memory';
import { SMALL } from './trial.testing';

/** RoBERTa base. */
const BASE = {
  ...SMALL,
  layers: 12,
  hidden: 768,
  heads: 12,
  intermediate: 3072,
  vocabulary: 50265,
  positions: 514,
};
const ALL: Scenario = {
  ...{ name: 'all', color: '#000000', method: 'lora', rank: 8, alpha: 8, rsLora: false },
  modules: moduleSet(12, () => true),
};
const DROPOUT = { hidden: 0.1, attention: 0.1, lora: 0.1, classifier: 0.1 };

/** The most bytes of 32 sentences of 128 tokens. */
function peak(precision: TrainingPrecision, change: Partial<typeof DEFAULT_TRAINING> = {}): number {
  const training = { ...DEFAULT_TRAINING, batchSize: 32, precision, ...change };
  const lengths = { trainLengths: [128], validationLengths: [128] };
  const plan = planMemory({ ops: createPlanningOps(), config: BASE, scenario: ALL, training, ...lengths });
  return plan?.peakBytes ?? NaN;
}

it('keeps the memory of LoRA on all modules at 0.6 of float32’s', () => {
  expect(peak('mixed') / peak('f32')).toBeLessThan(0.6);
  expect(peak('mixed', { dropout: DROPOUT }) / peak('f32', { dropout: DROPOUT })).toBeLessThan(0.6);
});

it('needs no more than float32 with gradient checkpointing and with bytes', () => {
  expect(peak('mixed', { checkpointing: true })).toBeLessThan(peak('f32', { checkpointing: true }));
  expect(peak('mixed', { basePrecision: 'int8' })).toBeLessThan(
    0.65 * peak('f32', { basePrecision: 'int8' }),
  );
});
