/**
 * @file Knock-out: the validation loss and accuracy of a trained scenario with some of its adapters switched off.
 *
 * A module that is switched off changes nothing below its layer. So the sentences go up layer by layer, all together: from
 * the input of each layer every set of modules whose lowest one is there is measured through the layers above, and then
 * the sentences enter the next layer. Of the 72 modules of 12 layers that is little more than half of the work of 72
 * evaluations, and the same numbers to the last bit.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { COMPONENTS, lowestLayer, type ModuleSet } from '../architecture/modules';
import { adapterName } from '../architecture/names';
import { MODULES_OF, PROJECTIONS, stackedAdapterName, type Projection } from '../architecture/projections';
import { nextTask } from '../base/nextTask';
import { batchInputs, deviceBatch, type DeviceBatch, type HostBatch } from '../data/batches';
import type { Model } from '../model/model';
import { encoderInput, logitsFrom, throughLayer } from '../model/partwise';
import { writeStartMagnitudes } from '../model/startMagnitudes';
import { entryOf, rangesOf } from '../ops/flat';
import type { Measured } from '../train/evaluate';
import { flatOf, type TrainedTensors } from '../train/trained';

export interface KnockOutHooks {
  /** Called between batches that are read together; what it throws ends the measurement. */
  throwIfCancelled(): void;
  /** Counts measured sets of modules, over all sentences. */
  onProgress(done: number, total: number): void;
}

export interface KnockedOut {
  /** With every adapter. */
  readonly all: Measured;
  /** Without those of each set, in the order of the sets. */
  readonly without: readonly Measured[];
}

/** The most bytes of hidden states that are on the device at once; more sentences go up in several turns. */
const MOST_BYTES = 256_000_000;
/** The number of batches whose results are read back together. */
const READ_EVERY = 8;

/** One batch on its way up. */
interface Climber {
  readonly host: HostBatch;
  readonly inputs: readonly Tensor[];
  readonly batch: DeviceBatch;
  /** The input of the layer that it stands before. */
  x: Tensor; // [T, H], or [batch, H] behind the last layer
}

/**
 * Leaves the model with the values of `tensors`.
 * @param sets each is measured without the adapters of its modules; modules that have none change nothing
 * @param mostBytes of hidden states on the device at once
 * @throws what the device or the hooks throw, after everything but the model is freed
 */
export async function knockOut(
  model: Model,
  tensors: TrainedTensors,
  batches: readonly HostBatch[],
  sets: readonly ModuleSet[],
  hooks: KnockOutHooks,
  mostBytes = MOST_BYTES,
): Promise<KnockedOut> {
  model.training = false;
  const values = flatOf(model.parameters.layout, tensors);
  const silent = await withoutAny(model, values);
  model.parameters.write(values);
  const sums = Array.from({ length: sets.length + 1 }, () => ({ loss: 0, hits: 0 }));
  const turns = inTurns(batches, model, mostBytes);
  let done = 0;
  for (const turn of turns) {
    const measured = await climb(model, { values, silent }, turn, sets, {
      ...hooks,
      onProgress: () => hooks.onProgress(++done / turns.length, sums.length),
    });
    for (const [i, sum] of sums.entries()) {
      sum.loss += measured[i]?.loss ?? NaN;
      sum.hits += measured[i]?.hits ?? NaN;
    }
  }
  const total = batches.reduce((count, { sentences }) => count + sentences, 0);
  const [all, ...without] = sums.map(({ loss, hits }) => ({ loss: loss / total, accuracy: hits / total }));
  if (!all) throw new Error('Nothing was measured.');
  return { all, without };
}

/** Parts of the batches whose hidden states fit, each of one batch at least. */
function inTurns(batches: readonly HostBatch[], { config }: Model, mostBytes: number): HostBatch[][] {
  const turns: HostBatch[][] = [];
  let room = 0;
  for (const host of batches) {
    const bytes = 4 * host.batch * host.sequence * config.hidden;
    if (bytes > room || turns.length === 0) {
      turns.push([]);
      room = mostBytes;
    }
    room -= bytes;
    turns.at(-1)?.push(host);
  }
  return turns;
}

/** A flat buffer's values with every adapter, and with none: B = 0, and magnitudes (DoRA) that change nothing. */
interface States {
  readonly values: Float32Array;
  readonly silent: Float32Array;
}

async function withoutAny(model: Model, values: Float32Array): Promise<Float32Array> {
  const { parameters, scenario } = model;
  const silent = new Float32Array(values);
  for (const { name, offset, size } of rangesOf(parameters.layout).values())
    if (name.endsWith('.B')) silent.fill(0, offset, offset + size);
  if (scenario.method !== 'lora' || !scenario.dora) return silent;
  parameters.write(silent);
  await writeStartMagnitudes(model, [new Map()]);
  return parameters.read();
}

interface Sums {
  /** In nats, over the sentences. */
  readonly loss: number;
  readonly hits: number;
}

/** @returns the sums with every adapter, then those without each set */
async function climb(
  model: Model,
  states: States,
  hosts: readonly HostBatch[],
  sets: readonly ModuleSet[],
  hooks: KnockOutHooks,
): Promise<Sums[]> {
  const climbers: Climber[] = [];
  const without = new Array<Sums | undefined>(sets.length).fill(undefined);
  const told = async (layer: number): Promise<Sums> => {
    const sums = await measureFrom(model, layer, climbers, hooks);
    hooks.onProgress(0, 0);
    return sums;
  };
  try {
    for (const host of hosts) climbers.push(start(model, host));
    for (let layer = 0; layer < model.config.layers; layer++) {
      for (const [index, off] of sets.entries()) {
        if (lowestLayer(off) !== layer + 1) continue;
        switchAdapters(model, states, off, false);
        without[index] = await told(layer);
        switchAdapters(model, states, off, true);
      }
      for (const climber of climbers) step(model, layer, climber);
    }
    const all = await told(model.config.layers);
    return [all, ...without.map((sums) => sums ?? all)];
  } finally {
    for (const { x, inputs } of climbers) for (const tensor of [x, ...inputs]) tensor.dispose();
  }
}

function start(model: Model, host: HostBatch): Climber {
  const inputs = batchInputs(host, null).map((values) => model.ops.upload(values, [values.length]));
  const batch = deviceBatch(host, inputs);
  return { host, inputs, batch, x: encoderInput(model, batch) };
}

function step(model: Model, layer: number, climber: Climber): void {
  const below = climber.x;
  climber.x = throughLayer(model, layer, below, climber.batch);
  below.dispose();
  model.ops.flush();
}

/** The sums over all sentences when they go on from the input of `layer` (0-based). */
async function measureFrom(
  model: Model,
  layer: number,
  climbers: readonly Climber[],
  hooks: KnockOutHooks,
): Promise<Sums> {
  const sums = { loss: 0, hits: 0 };
  for (let at = 0; at < climbers.length; at += READ_EVERY) {
    const group = climbers.slice(at, at + READ_EVERY);
    const stats: Tensor[] = [];
    try {
      for (const { x, batch } of group) stats.push(statsOf(model, layer, x, batch));
      const values = await model.ops.read(stats);
      for (const [i, { host }] of group.entries()) {
        sums.loss += (values[2 * i] ?? NaN) * host.sentences;
        sums.hits += values[2 * i + 1] ?? NaN;
      }
    } finally {
      for (const tensor of stats) tensor.dispose();
    }
    await nextTask();
    hooks.throwIfCancelled();
  }
  return sums;
}

/** @returns [2], the batch's mean loss and its hits */
function statsOf(model: Model, layer: number, x: Tensor, batch: DeviceBatch): Tensor {
  const { ops } = model;
  const logits = logitsFrom(model, layer, x, batch);
  const { dLogits, stats } = ops.crossEntropy(logits, batch.labels);
  dLogits.dispose();
  logits.dispose();
  ops.flush();
  return stats;
}

/** Writes the B of every projection that has modules in `off`: zero for these modules, or all as they were trained. */
function switchAdapters(model: Model, { values, silent }: States, off: ModuleSet, on: boolean): void {
  const { layout } = model.parameters;
  for (const [layer, components] of off.entries())
    for (const projection of touchedBy(components))
      for (const part of ['B', 'magnitude'] as const) {
        const name = stackedAdapterName(layer, projection, part);
        if (!layout.entries.has(name)) continue;
        const entry = entryOf(layout, name);
        const own = values.slice(entry.offset, entry.offset + entry.size);
        for (const { name: single, offset, size } of on ? [] : entry.parts)
          if (components.some((component) => single === adapterName(layer, component, part)))
            own.set(silent.subarray(offset, offset + size), offset - entry.offset);
        model.parameters.writeEntry(name, own);
      }
}

function touchedBy(components: ModuleSet[number]): Projection[] {
  return PROJECTIONS.filter((projection) =>
    MODULES_OF[projection].some((component) => components.includes(component)),
  );
}

/** Every module by itself, then every layer, then every component: those of them that have an adapter. */
export function knockOutSets(adapted: ModuleSet): {
  readonly modules: readonly ModuleSet[];
  readonly layers: readonly ModuleSet[];
  readonly components: readonly ModuleSet[];
} {
  const part = (keep: (layer: number, component: string) => boolean): ModuleSet =>
    adapted.map((components, layer) => components.filter((component) => keep(layer, component)));
  const filled = (sets: readonly ModuleSet[]): ModuleSet[] => sets.filter((set) => lowestLayer(set) !== null);
  return {
    modules: adapted.flatMap((components, layer) =>
      components.map((component) => part((one, other) => one === layer && other === component)),
    ),
    layers: filled(adapted.map((_, layer) => part((one) => one === layer))),
    components: filled(COMPONENTS.map((component) => part((_, other) => other === component))),
  };
}
