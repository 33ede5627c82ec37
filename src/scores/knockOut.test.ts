import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { moduleSet, type ModuleSet } from '../architecture/modules';
import { evaluationBatches } from '../data/batches';
import { Model } from '../model/model';
import { writeStartMagnitudes } from '../model/startMagnitudes';
import { createReferenceOps } from '../ops/reference';
import { evaluate } from '../train/evaluate';
import { adapted, sentences, SMALL, smallSetting } from '../train/trial.testing';
import { flatOf, tensorsOf, type TrainedTensors } from '../train/trained';
import { createRandom } from '../base/random';
import { knockOut, knockOutSets, type KnockedOut, type KnockOutHooks } from './knockOut';
import { knockOutScores, setsToKnockOut } from './knockOutScores';
import { withoutAdapters } from './switchOff';

const TINY = { ...SMALL, layers: 2, hidden: 8, heads: 2, intermediate: 16 };
const SETS = { train: sentences(TINY, 4, 12), validation: sentences(TINY, 6, 12) };
const QUIET: KnockOutHooks = { throwIfCancelled: () => undefined, onProgress: () => undefined };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A model of two layers with drawn adapters on all modules but layer 1's key, and its validation sentences. */
async function trained<T>(
  use: (
    model: Model,
    tensors: TrainedTensors,
    batches: ReturnType<typeof evaluationBatches>,
    modules: ModuleSet,
  ) => Promise<T>,
  variant: { readonly dora?: true } = {},
): Promise<T> {
  const setting = smallSetting(createReferenceOps(), TINY, SETS);
  const all = adapted(TINY, 1, 2);
  if (all.method !== 'lora') throw new Error('The scenario has adapters.');
  const modules = moduleSet(2, (layer, component) => layer === 2 || component !== 'key');
  const scenario = { ...all, modules, ...variant };
  const options = { dropout: setting.training.dropout, checkpointing: false };
  const model = new Model(setting.ops, TINY, scenario, await setting.frozen(scenario), options);
  try {
    const { layout } = model.parameters;
    const random = createRandom(5, 'trained');
    const flat = Float32Array.from({ length: layout.length }, () => random.normal());
    const batches = evaluationBatches(SETS.validation, 4, TINY);
    return await use(model, tensorsOf(layout, flat), batches, modules);
  } finally {
    model.dispose();
    setting.dispose();
  }
}

it('is what evaluations without the adapters give, in one turn and in several', async () => {
  await trained(async (model, tensors, batches, modules) => {
    const sets = setsToKnockOut(modules);
    expect(sets).toHaveLength(11 + 2 + 6);
    const before = tf.memory().numTensors;
    const { all, without } = await knockOut(model, tensors, batches, sets, QUIET);
    expect(tf.memory().numTensors).toBe(before);
    expect(await evaluate(model, batches, QUIET)).toEqual(all);
    const told: number[] = [];
    const hooks = { ...QUIET, onProgress: (done: number, total: number) => told.push(done / total) };
    expect(await knockOut(model, tensors, batches, sets, hooks, 1)).toEqual({ all, without });
    expect(told).toHaveLength(batches.length * (sets.length + 1));
    expect(told.at(-1)).toBeCloseTo(1, 12);
    for (const [i, off] of sets.entries()) {
      expect(without[i]?.loss).not.toBe(all.loss);
      if (i % 4 > 0) continue; // an evaluation takes long on this backend
      model.parameters.write(flatOf(model.parameters.layout, withoutAdapters(tensors, off)));
      expect(await evaluate(model, batches, QUIET)).toEqual(without[i]);
    }
  });
});

it('puts the norms in the place of the magnitudes of DoRA, so that modules compute what the pretrained ones do', async () => {
  await trained(
    async (model, tensors, batches, modules) => {
      const every = moduleSet(2, () => true);
      const sets = [moduleSet(2, (layer) => layer === 2), moduleSet(2, (_, each) => each === 'value'), every];
      const { all, without } = await knockOut(model, tensors, batches, sets, QUIET);
      expect(await evaluate(model, batches, QUIET)).toEqual(all);
      for (const [i, off] of sets.entries()) {
        const left = withoutAdapters(tensors, off);
        expect(left.has('layer.1.value.magnitude')).toBe(false);
        model.parameters.write(flatOf(model.parameters.layout, left));
        await writeStartMagnitudes(model, [left]);
        expect(await evaluate(model, batches, QUIET)).toEqual(without[i]);
      }
      const plain = await trained((other, theirs) => {
        const same = new Map([...theirs].filter(([name]) => !name.startsWith('classifier.')));
        const head = [...tensors].filter(([name]) => name.startsWith('classifier.'));
        other.parameters.write(
          flatOf(other.parameters.layout, withoutAdapters(new Map([...same, ...head]), modules)),
        );
        return evaluate(other, batches, QUIET);
      });
      expect(without[2]?.loss).toBeCloseTo(plain.loss, 5);
    },
    { dora: true },
  );
});

it('changes nothing without modules that have no adapter', async () => {
  await trained(async (model, tensors, batches) => {
    const { all, without } = await knockOut(model, tensors, batches, [[['key']], []], QUIET);
    expect(without).toEqual([all, all]);
  });
});

it('stops when it is cancelled, with everything freed', async () => {
  await trained(async (model, tensors, batches, modules) => {
    let asked = 0;
    const before = tf.memory().numTensors;
    const throwIfCancelled = (): void => {
      if (++asked === 3) throw new Error('cancelled');
    };
    const work = knockOut(model, tensors, batches, setsToKnockOut(modules), { ...QUIET, throwIfCancelled });
    await expect(work).rejects.toThrow('cancelled');
    expect(asked).toBe(3);
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('knocks out only what there is', () => {
  const { modules, layers, components } = knockOutSets([['query', 'up'], [], ['up']]);
  expect(modules).toEqual([
    [['query'], [], []],
    [['up'], [], []],
    [[], [], ['up']],
  ]);
  expect(layers).toEqual([
    [['query', 'up'], [], []],
    [[], [], ['up']],
  ]);
  expect(components).toEqual([
    [['query'], [], []],
    [['up'], [], ['up']],
  ]);
});

it('scores by how the loss grows, with the spread over seeds', () => {
  const out = (all: number, ...losses: number[]): KnockedOut => ({
    all: { loss: all, accuracy: 0.75 },
    without: losses.map((loss) => ({ loss, accuracy: loss > 1 ? 0.5 : 0.75 })),
  });
  const { modules, groups } = knockOutScores(
    [[], ['value', 'down']],
    [out(0.5, 1.5, 0.5, 2, 1.5, 0.5), out(0.25, 2.25, 0.25, 1.25, 2.25, 0.25)],
  );
  expect(modules).toEqual([
    {
      layer: 2,
      component: 'value',
      value: 1.5,
      acrossBatches: null,
      acrossSeeds: Math.SQRT1_2,
      accuracyChange: -0.25,
    },
    { layer: 2, component: 'down', value: 0, acrossBatches: null, acrossSeeds: 0, accuracyChange: 0 },
  ]);
  expect(groups.map(({ group, value }) => [group, value])).toEqual([
    [2, 1.25],
    ['value', 1.5],
    ['down', 0],
  ]);
});
