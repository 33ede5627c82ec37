import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import type { Method, Scenario } from '../src/experiment/experiment';
import type { TrainedTrial } from '../src/train/trained';
import { TrainedCache } from './trainedCache';

/** A trial whose values take `bytes`. */
function trial(id: string, method: Method, bytes: number): TrainedTrial {
  const base = { name: id, color: '#000000' };
  const lora = { rank: 1, alpha: 1, rsLora: false, modules: [] };
  const scenario: Scenario = method === 'lora' ? { ...base, method, ...lora } : { ...base, method };
  const tensors = new Map([['x', { shape: [bytes / 4], values: new Float32Array(bytes / 4) }]]);
  const where = { experiment: DEFAULT_EXPERIMENT, seed: 1, labels: 2, labelNames: ['a', 'b'] };
  return { id, scenario, tensors, scales: new Map(), ...where };
}

it('drops the oldest full fine-tuning first, then the oldest adapter', () => {
  const cache = new TrainedCache(1000);
  expect(cache.keep(trial('a', 'lora', 100))).toEqual([]);
  expect(cache.keep(trial('f1', 'full', 400))).toEqual([]);
  expect(cache.keep(trial('f2', 'full', 400))).toEqual([]);
  expect(cache.keep(trial('b', 'classifier', 200))).toEqual(['f1']);
  expect(cache.keep(trial('c', 'lora', 600))).toEqual(['f2']);
  expect(cache.keep(trial('d', 'lora', 200))).toEqual(['a']);
  expect(cache.get('c').id).toBe('c');
  expect(() => cache.get('a')).toThrow('no longer kept');
});

it('counts a trial that is kept again once, and one that is forgotten not at all', () => {
  const cache = new TrainedCache(1000);
  for (let again = 0; again < 5; again++) expect(cache.keep(trial('a', 'lora', 600))).toEqual([]);
  cache.forget(['a']);
  expect(cache.keep(trial('b', 'lora', 900))).toEqual([]);
});

it('does not keep what is larger than all room', () => {
  expect(new TrainedCache(1000).keep(trial('f', 'full', 1004))).toEqual(['f']);
});
