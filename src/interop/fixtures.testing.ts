/** @file The tiny models and adapters of tools/parity/fixtures, and the engine's logits for them; in Node. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { batchInputs, deviceBatch, padBatch } from '../data/batches';
import { Sentences } from '../data/sentences';
import type { Scenario } from '../experiment/experiment';
import { predict } from '../model/classifier';
import { parseConfig, type Architecture, type ModelConfig } from '../architecture/config';
import { Model } from '../model/model';
import { encoderShapes } from '../architecture/shapes';
import { createReferenceOps } from '../ops/reference';
import { flatOf, type TrainedTensors } from '../train/trained';
import { disposeWeights, uploadWeights } from '../weights/uploadWeights';
import { parseSafetensors, type TensorData } from '../weights/safetensors';

export const FIXTURES = new URL('../../tools/parity/fixtures/', import.meta.url);

export interface BaseFixture {
  readonly architecture: Architecture;
  readonly config: ModelConfig;
  readonly configJson: Record<string, unknown>;
  readonly pretrained: (name: string) => Float32Array;
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, FIXTURES), 'utf8')) as unknown;
}

export function readTensors(path: string): Map<string, TensorData> {
  const bytes = readFileSync(new URL(path, FIXTURES));
  return parseSafetensors(new Uint8Array(bytes).buffer);
}

export function readBase(architecture: Architecture): BaseFixture {
  const folder = `adapters/base-${architecture}`;
  const configJson = readJson(`${folder}/config.json`) as Record<string, unknown>;
  const tensors = readTensors(`${folder}/model.safetensors`);
  const { id2label } = configJson as { id2label: object };
  return {
    architecture,
    config: parseConfig(configJson, Object.keys(id2label).length),
    configJson,
    pretrained: (name) => tensors.get(`${architecture}.${name}`)!.values as Float32Array,
  };
}

/** Logits [texts, labels] of a base with trained values, computed by the reference ops. */
export async function engineLogits(
  { config, pretrained }: BaseFixture,
  scenario: Scenario,
  trained: TrainedTensors,
  texts: readonly (readonly number[])[],
): Promise<number[][]> {
  await tf.setBackend('cpu');
  const ops = createReferenceOps();
  const frozen =
    scenario.method === 'full'
      ? new Map<string, tf.Tensor>()
      : await uploadWeights(ops.upload, config, (name) => Promise.resolve(pretrained(name)), {
          precision: 'f32',
          ...ops.matrices,
        });
  const dropout = { hidden: 0, attention: 0, lora: 0, classifier: 0 };
  const model = new Model(ops, config, scenario, frozen, { dropout, checkpointing: false });
  model.parameters.write(flatOf(model.parameters.layout, trained));
  const rows: number[][] = [];
  for (const ids of texts) {
    const host = padBatch(Sentences.of([{ ids, label: 0 }]), Int32Array.of(0), 1, config);
    const inputs = batchInputs(host, null).map((values) => ops.upload(values, [values.length]));
    const logits = predict(model, deviceBatch(host, inputs));
    rows.push([...(await ops.read([logits]))]);
    for (const used of [logits, ...inputs]) used.dispose();
  }
  model.dispose();
  disposeWeights(frozen);
  return rows;
}

/** Every encoder tensor of a base, to begin full fine-tuning with. */
export function encoderTensors({ config, pretrained }: BaseFixture): TrainedTensors {
  return new Map(encoderShapes(config).map(({ name, shape }) => [name, { shape, values: pretrained(name) }]));
}

/** The largest distance between two tables of logits. */
export function distance(a: readonly number[][], b: readonly number[][]): number {
  return Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))));
}
