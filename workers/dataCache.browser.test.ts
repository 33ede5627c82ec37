import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import type { Experiment } from '../src/experiment/experiment';
import { DEFAULT_SOURCES } from '../src/sources/sourceSettings';
import type { TokenBuffer } from '../src/tokenizer/tokenBuffer';
import { DataCache } from './dataCache';
import type { LoadOptions } from './loadOptions';
import type { ModelDescription } from './modelCache';

const rows = Array.from({ length: 60 }, (_, i) => `${'x'.repeat(i + 1)},${i % 2}\n`).join('');
const train = new File([`text,label\n${rows}`], 'own.csv');
const options: LoadOptions = {
  baseUrl: 'http://localhost/',
  sources: { ...DEFAULT_SOURCES, localDatasets: new Map([['local:own.csv', { train, validation: null }]]) },
  signal: new AbortController().signal,
  onBytes: () => undefined,
  onSentences: () => undefined,
};
/** Gives each text one id, its length, by which it is known again. */
const encode = (into: TokenBuffer, text: string): number => {
  into.push(text.length);
  return 1;
};
const model = {
  id: 'tiny',
  tokenizer: { kind: 'BPE', json: 'lengths', encode },
  config: { vocabulary: 100, tokenTypes: 1, positions: 66, firstPosition: 2 },
} as unknown as ModelDescription;

it('gives each seed a sample of its own, and all the same validation rows', async () => {
  const experiment: Experiment = {
    ...DEFAULT_EXPERIMENT,
    dataset: 'local:own.csv',
    training: { ...DEFAULT_EXPERIMENT.training, trainingRows: 10, validationRows: 5, rowChoice: 'per-seed' },
  };
  const cache = new DataCache();
  const loaded = await cache.load(experiment, model, options);
  const idsOf = async (seed: number) => {
    const sentences = await cache.trainOf(seed, loaded, experiment, model, options);
    return [...sentences.all()].map((sentence) => sentences.idsOf(sentence)[0]);
  };
  const [one, two] = [await idsOf(1), await idsOf(2)];
  expect([one.length, two.length]).toEqual([10, 10]);
  expect(two).not.toEqual(one);
  expect(await idsOf(1)).toEqual(one);
  const measured = [...loaded.validation.all()].map((sentence) => loaded.validation.idsOf(sentence)[0]);
  expect([...one, ...two].filter((id) => measured.includes(id))).toEqual([]);
  const again = await new DataCache().load(experiment, model, options);
  expect([...again.validation.all()].map((sentence) => again.validation.idsOf(sentence)[0])).toEqual(
    measured,
  );
});
