import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../src/experiment/experiment';
import { moduleSet } from '../../../src/architecture/modules';
import { speedKey } from './expected';
import { estimatedCosts } from './estimatedCost';
import { GPU } from '../eta/devices.testing';

const from = (lowest: number): Scenario => ({
  name: 'lora',
  color: '#000000',
  method: 'lora',
  rank: 8,
  alpha: 8,
  rsLora: false,
  modules: moduleSet(12, (layer) => layer >= lowest),
});
const HEAD: Scenario = { name: 'head', color: '#000000', method: 'classifier' };
const FULL: Scenario = { name: 'full', color: '#000000', method: 'full' };

describe('estimatedCosts', () => {
  it('costs more the further down backward goes, between the head alone and all layers', () => {
    const { training } = estimatedCosts('roberta-mini', GPU, {});
    expect(training(from(1))).toBeCloseTo(1 / 6300, 9);
    expect(training(from(7))).toBeCloseTo((1 / 6300 + 1 / 34_000) / 2, 9);
    expect(training(from(13))).toBeCloseTo(training(HEAD), 9);
  });

  it('takes measured speeds, and scales typical ones to them where a method was not measured', () => {
    const speeds = { [speedKey('roberta-mini', GPU)]: { lora: 630 } };
    const { training, evaluation, basis } = estimatedCosts('roberta-mini', GPU, speeds);
    expect(training(from(1))).toBeCloseTo(1 / 630, 9);
    expect(training(FULL)).toBeCloseTo(1 / 760, 9);
    expect(evaluation).toBeCloseTo(1 / 3400, 9);
    expect([basis('lora'), basis('full')]).toEqual(['measured', 'typical']);
  });

  it('takes speeds of its own precision alone', () => {
    const speeds = { [speedKey('roberta-mini', GPU, 'mixed')]: { lora: 630 } };
    expect(estimatedCosts('roberta-mini', GPU, speeds, 'mixed').basis('lora')).toBe('measured');
    expect(estimatedCosts('roberta-mini', GPU, speeds).basis('lora')).toBe('typical');
  });

  it('only compares where neither this model nor this device is known', () => {
    expect(estimatedCosts('roberta-base', GPU, {}).basis('lora')).toBeNull();
    expect(estimatedCosts('roberta-mini', null, {}).basis('lora')).toBeNull();
  });
});
