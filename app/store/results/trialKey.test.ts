import { describe, expect, it } from 'vitest';
import { given } from '../../../src/base/testing';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import { listTrials, type Experiment, type Hyperparameters } from '../../../src/experiment/experiment';
import { RESULTS_VERSION, type TrialRecord } from '../../../src/results/results';
import { encodeExperiment } from '../../../src/experiment/address/url';
import { DEFAULT_SOURCES, type SourceSettings } from '../../../src/sources/sourceSettings';
import packageJson from '../../../package.json' with { type: 'json' };
import { commitKey, type Origins } from '../sources/provenance';
import { trialKey, trialSlots } from './trialKey';

const keys = (experiment: Experiment, origins: Partial<Origins> = {}): string[] =>
  listTrials(experiment).map((trial) =>
    trialKey(experiment, trial, { sources: DEFAULT_SOURCES, commits: {}, ...origins }),
  );
const before = keys(DEFAULT_EXPERIMENT);

describe('trialKey', () => {
  it('tells every scenario and seed apart', () => {
    expect(new Set(before).size).toBe(4);
  });
  it('survives renaming, recolouring, more trials and more scenarios', () => {
    const scenarios = DEFAULT_EXPERIMENT.scenarios.map((scenario, i) => ({
      ...scenario,
      name: `renamed ${i}`,
      color: '#123456',
    }));
    const more = [...scenarios, { name: 'head', color: '#654321', method: 'classifier' as const }];
    expect(keys({ ...DEFAULT_EXPERIMENT, scenarios: more, trials: 5 })).toEqual(
      expect.arrayContaining(before),
    );
  });
  it('survives another way of comparing trials, and a choice of rows that chooses nothing', () => {
    const judging = { delta: 0.5, upTo: 20, looks: 'end', measure: 'mcc' } as const;
    expect(keys({ ...DEFAULT_EXPERIMENT, judging })).toEqual(before);
    const training = { ...DEFAULT_EXPERIMENT.training, rowChoice: 'per-seed' } as const;
    expect(keys({ ...DEFAULT_EXPERIMENT, training })).toEqual(before);
  });
  it('spells numbers as it always has, so that what is stored is found again', () => {
    const { training } = DEFAULT_EXPERIMENT;
    const scenarios = [
      { name: 'head', color: '#000000', method: 'classifier' as const, learningRate: 3e-3 },
      { name: 'full', color: '#123456', method: 'full' as const, learningRate: 1.5e-5 },
    ];
    const dropout = { hidden: 0.005, attention: 0.1, lora: 0, classifier: 0.0125 };
    const found = keys({
      ...{ ...DEFAULT_EXPERIMENT, scenarios, trials: 1 },
      training: { ...training, learningRate: 2e-3, weightDecay: 1e-3, warmup: 0.0625, dropout },
    });
    const settings = 'trials=1&lr=2e-3&warmup=0.0625&decay=1e-3&dropout=5e-3,0.1,0,0.0125';
    const start = `results ${RESULTS_VERSION}, lab ${packageJson.version}: model=roberta-mini&data=review-sentences`;
    expect(found).toEqual([
      `${start}&scenario=trial:classifier.lr3e-3.c000000&${settings}`,
      `${start}&scenario=trial:full.lr1.5e-5.c000000&${settings}`,
    ]);
  });
  it('tells variants of LoRA apart, and survives one that changes nothing', () => {
    const withRate = (bRate: number): Experiment => ({
      ...DEFAULT_EXPERIMENT,
      scenarios: DEFAULT_EXPERIMENT.scenarios.map((scenario) => ({ ...scenario, bRate })),
    });
    expect(keys(withRate(1))).toEqual(before);
    expect(new Set([...keys(withRate(16)), ...keys(withRate(2)), ...before]).size).toBe(12);
  });
  it('survives that a scenario says itself what the experiment says, and no other value', () => {
    const { training, scenarios } = DEFAULT_EXPERIMENT;
    const { learningRate, duration, checkpointing, basePrecision } = training;
    const withOwn = (own: Partial<Hyperparameters>): Experiment => ({
      ...DEFAULT_EXPERIMENT,
      scenarios: scenarios.map((scenario) => ({ ...scenario, ...own })),
    });
    expect(keys(withOwn({ learningRate, duration, checkpointing, basePrecision }))).toEqual(before);
    const others = [
      ...keys(withOwn({ learningRate: learningRate / 2 })),
      ...keys(withOwn({ duration: { unit: 'epochs', count: duration.count } })),
      ...keys(withOwn({ duration: { ...duration, count: 1 } })),
      ...keys(withOwn({ checkpointing: !checkpointing })),
      ...keys(withOwn({ basePrecision: 'int8' })),
      ...keys(withOwn({ basePrecision: 'nf4' })),
    ];
    expect(new Set([...before, ...others]).size).toBe(before.length + others.length);
  });
  it('changes with whatever changes the outcome', () => {
    const withTraining = (change: Partial<Hyperparameters>): Experiment => ({
      ...DEFAULT_EXPERIMENT,
      training: { ...DEFAULT_EXPERIMENT.training, ...change },
    });
    const others = [
      ...keys(withTraining({ learningRate: 1e-3 })),
      ...keys(withTraining({ checkpointing: true })),
      ...keys(withTraining({ basePrecision: 'f16' })),
      ...keys(withTraining({ basePrecision: 'int8' })),
      ...keys(withTraining({ precision: 'mixed' })),
      ...keys(withTraining({ trainingRows: 100 })),
      ...keys(withTraining({ trainingRows: 100, rowChoice: 'per-seed' })),
      ...keys({ ...DEFAULT_EXPERIMENT, firstSeed: 10 }),
      ...keys({ ...DEFAULT_EXPERIMENT, dataset: 'other' }),
    ];
    expect(new Set([...before, ...others]).size).toBe(before.length + others.length);
  });
  it('belongs to one version of the lab and of the results', () => {
    for (const key of before) {
      expect(key).toContain(`lab ${packageJson.version}:`);
      expect(key).toContain(`results ${RESULTS_VERSION},`);
    }
  });
});

const at = (change: Partial<SourceSettings>): SourceSettings => ({ ...DEFAULT_SOURCES, ...change });
const file = (name: string, content: string, lastModified = 0): File =>
  new File([content], name, { lastModified });
const all = (...lists: readonly string[][]): number => new Set(lists.map(([key]) => key)).size;

describe('trialKey of what ships with the lab', () => {
  it('is the engine and the fragment alone, whatever the sources are', () => {
    const spec = given(listTrials(DEFAULT_EXPERIMENT)[0]);
    const scenarios = [{ ...spec.scenario, name: 'trial', color: '#000000' }];
    const fragment = encodeExperiment({ ...DEFAULT_EXPERIMENT, scenarios, trials: 1, firstSeed: spec.seed });
    expect(before[0]).toBe(`results ${RESULTS_VERSION}, lab ${packageJson.version}: ${fragment}`);
    const sources = at({
      hubUrl: 'https://mirror.example',
      localModels: new Map([['local:m', [file('a', 'a')]]]),
    });
    expect(keys(DEFAULT_EXPERIMENT, { sources, commits: { x: 'y' } })).toEqual(before);
  });
});

describe('trialKey of local files', () => {
  const own = { ...DEFAULT_EXPERIMENT, model: 'local:m', dataset: 'local:d.csv' };
  const model = [file('config.json', '{}'), file('model.safetensors', 'abc')];
  const train = file('d.csv', 'text,label');
  const sources = at({
    localModels: new Map([['local:m', model]]),
    localDatasets: new Map([['local:d.csv', { train, validation: null }]]),
  });
  const withModel = (files: readonly File[]): SourceSettings => ({
    ...sources,
    localModels: new Map([['local:m', files]]),
  });
  const withData = (first: File, validation: File | null): SourceSettings => ({
    ...sources,
    localDatasets: new Map([['local:d.csv', { train: first, validation }]]),
  });
  const known = keys(own, { sources });

  it('is the same when the same files are picked again, in any order', () => {
    const picked = [file('model.safetensors', 'abc'), file('config.json', '{}')];
    expect(keys(own, { sources: withModel(picked) })).toEqual(known);
  });
  it('is another for other files of the same names, and for none', () => {
    const other = file('d.csv', 'text,label', 5);
    const variants = [
      at({}),
      withModel([given(model[0]), file('model.safetensors', 'abcd')]),
      withModel([given(model[0]), file('model.safetensors', 'abc', 7)]),
      withData(other, null),
      withData(train, other),
      withData(other, train),
    ];
    expect(all(known, ...variants.map((each) => keys(own, { sources: each })))).toBe(1 + variants.length);
  });
  it('brings a record back only for the files that it is of', () => {
    const records = { [given(known[0])]: { id: 'kept' } as TrialRecord };
    const slots = (each: SourceSettings) => trialSlots(own, records, { sources: each, commits: {} });
    expect(slots(sources)[0]?.record?.id).toBe('kept');
    expect(slots(at({}))[0]?.record).toBeNull();
    expect(slots(withData(file('d.csv', 'other'), null))[0]?.record).toBeNull();
    expect(slots(sources)[0]?.record?.id).toBe('kept');
  });
});

describe('trialKey of what a hub has', () => {
  const [sources, mirror] = [at({}), at({ hubUrl: 'https://mirror.example' })];
  const [a, b] = ['a'.repeat(40), 'b'.repeat(40)];
  const model = { ...DEFAULT_EXPERIMENT, model: 'me/model' };
  const pinned = { ...DEFAULT_EXPERIMENT, model: `me/model@${a}` };
  const data = { ...DEFAULT_EXPERIMENT, dataset: 'me/data' };

  it('goes by the commit, and by the address while that is not known', () => {
    const of = (commit: string, where: SourceSettings): string[] =>
      keys(model, { sources: where, commits: { [commitKey('me/model', where)]: commit } });
    expect(all(keys(model), keys(model, { sources: mirror }), of(a, sources), of(b, sources))).toBe(4);
    expect(of(a, mirror)).toEqual(of(a, sources));
  });
  it('is the id’s own commit where it names one', () => {
    expect(keys(pinned, { sources: mirror })).toEqual(keys(pinned));
  });
  it('goes by the address for data', () => {
    expect(all(keys(data), keys(data, { sources: mirror }))).toBe(2);
  });
});
