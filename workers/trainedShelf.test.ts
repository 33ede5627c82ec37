import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import type { Method, Scenario } from '../src/experiment/experiment';
import type { TrainedTrial } from '../src/train/trained';
import { TrainedShelf } from './trainedShelf';

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
  const shelf = new TrainedShelf(1000);
  expect(shelf.keep(trial('a', 'lora', 100))).toEqual([]);
  expect(shelf.keep(trial('f1', 'full', 400))).toEqual([]);
  expect(shelf.keep(trial('f2', 'full', 400))).toEqual([]);
  expect(shelf.keep(trial('b', 'classifier', 200))).toEqual(['f1']);
  expect(shelf.keep(trial('c', 'lora', 600))).toEqual(['f2']);
  expect(shelf.keep(trial('d', 'lora', 200))).toEqual(['a']);
  expect(shelf.get('c').id).toBe('c');
  expect(() => shelf.get('a')).toThrow('no longer kept');
});

it('counts a trial that is kept again once, and one that is forgotten not at all', () => {
  const shelf = new TrainedShelf(1000);
  for (let again = 0; again < 5; again++) expect(shelf.keep(trial('a', 'lora', 600))).toEqual([]);
  shelf.forget(['a']);
  expect(shelf.keep(trial('b', 'lora', 900))).toEqual([]);
});

it('does not keep what is larger than all room', () => {
  expect(new TrainedShelf(1000).keep(trial('f', 'full', 1004))).toEqual(['f']);
});
