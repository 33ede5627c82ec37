/**
 * @file Times attention forward and backward in this browser, with the tilings that the ops choose and with each of
 * `variants.ts`. It compares one head of one sentence with double precision. The page leaves the result in
 * `window.result`, a table in the console, and 'done' in the title.
 *
 * Query: `small` is a quick try on a software adapter; `passes=forward,backward`; `kernels=pair,forward,query,
 * keyValue`; `shapes=32x128,16x64,8x512`; after `seconds=300` no more variants are begun; `plain` also times the kernels
 * in which a thread has a row.
 */
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import type { AttentionShape } from '../../src/ops/index';
import { attention, attentionBackward } from '../../src/ops/webgpu/attention/dispatch';
import { flashAttention, forwardTiling } from '../../src/ops/webgpu/attention/flashAttention';
import {
  backwardTilings,
  flashAttentionBackward,
} from '../../src/ops/webgpu/attention/flashAttentionBackward';
import { flashPairBackward, pairTiling } from '../../src/ops/webgpu/attention/flashPairBackward';
import { Runner } from '../../src/ops/webgpu/runtime/runner';
import { publish, say } from '../result';
import {
  Bench,
  DROPOUT_KEY,
  WIDTH,
  type BackwardCall,
  type Forward,
  type ForwardCall,
  type Row,
} from './measure';
import { tableText } from './table';
import { bytesOf, passOf, VARIANTS, variantName, type Variant } from './variants';

export interface Result {
  readonly adapter: string;
  readonly workgroupStorage: number;
  readonly rows: readonly Row[];
  readonly seconds: number;
  readonly done: boolean;
  /** The rows so far as text. */
  readonly table: string;
  readonly error?: string;
}

const query = new URLSearchParams(location.search);
const small = query.has('small');
const list = (name: string, standard: string): string[] => (query.get(name) ?? standard).split(',');
const passes = list('passes', 'forward,backward');
const kernels = list('kernels', 'pair,forward,query,keyValue');
const heads = small ? 2 : 12;
const shapes = list('shapes', small ? '2x40' : '32x128,16x64,8x512').map((shape): AttentionShape => {
  const [batch = 0, sequence = 0] = shape.split('x').map(Number);
  if (!(batch > 0 && sequence > 0)) throw new Error(`shapes holds "${shape}", which is not as 32x128`);
  return { batch, sequence, heads };
});
const effort = small ? { rounds: 1, round: 0 } : { rounds: 7, round: 12 };
const deadline = performance.now() + 1000 * Number(query.get('seconds') ?? 300);

/** Measures the kernels that the ops choose, and each variant. */
async function measureShape(runner: Runner, bench: Bench, publishRows: () => void): Promise<void> {
  const chosen = (call: ForwardCall): Forward => attention(runner, ...call);
  const tilings = backwardTilings(runner, WIDTH);
  const backwards: Record<string, (args: BackwardCall) => tf.Tensor> = {
    'as chosen': (args) => attentionBackward(runner, args),
    ...(tilings && { 'two kernels, as chosen': (args) => flashAttentionBackward(runner, args, tilings) }),
  };
  if (passes.includes('forward')) {
    await bench.measure('forward', 'as chosen', chosen, null);
    await bench.measure('forward', 'as chosen, no dropout', chosen, null, null);
  }
  if (passes.includes('backward'))
    for (const [name, backward] of Object.entries(backwards)) {
      await bench.measure('backward', name, chosen, backward);
      await bench.measure('backward', `${name}, no dropout`, chosen, backward, null);
    }
  const limit = runner.backend.device.limits.maxComputeWorkgroupStorageSize;
  for (const variant of VARIANTS) {
    const pass = passOf(variant);
    if (!passes.includes(pass) || !kernels.includes(variant.kernel)) continue;
    const name = variantName(variant);
    const bytes = bytesOf(variant, WIDTH);
    if (bytes > limit) bench.report({ pass, variant: name, error: `needs ${bytes} bytes` });
    else if (performance.now() > deadline) bench.report({ pass, variant: name, error: 'no time left' });
    else if (variant.kernel === 'forward') {
      const { tiling } = variant;
      await bench.measure(pass, name, (call) => flashAttention(runner, ...call, tiling), null);
    } else await bench.measure(pass, name, chosen, backwardOf(runner, variant));
    publishRows();
  }
  if (!query.has('plain')) return;
  const plain = new Runner({ software: true });
  plain.writeStep({ stepSize: 0, decay: 0, rootCorrection2: 0, dropoutKey: DROPOUT_KEY });
  const rowForward = (call: ForwardCall): Forward => attention(plain, ...call);
  await bench.measure('forward', 'a row a thread', rowForward, null);
  await bench.measure('backward', 'a row a thread', rowForward, (args) => attentionBackward(plain, args));
}

function backwardOf(runner: Runner, variant: Variant): (args: BackwardCall) => tf.Tensor {
  if (variant.kernel === 'pair') return (args) => flashPairBackward(runner, args, variant.tiling);
  const tilings = backwardTilings(runner, WIDTH);
  if (!tilings) throw new Error('No tilings for the two kernels fit this device.');
  return (args) => flashAttentionBackward(runner, args, { ...tilings, [variant.kernel]: variant.tiling });
}

async function runAll(): Promise<Result> {
  const rows: Row[] = [];
  const started = performance.now();
  if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
  const runner = new Runner({ software: false });
  const { device } = runner.backend;
  const info = device.adapterInfo as GPUAdapterInfo | undefined;
  const adapter = `${info?.vendor} ${info?.architecture} ${info?.description}`;
  const workgroupStorage = device.limits.maxComputeWorkgroupStorageSize;
  const result = (done: boolean): Result => {
    const seconds = (performance.now() - started) / 1000;
    const table = `${adapter}, ${heads} heads of ${WIDTH}: milliseconds, TFLOP/s\n${tableText(rows)}`;
    return { adapter, workgroupStorage, rows, seconds, done, table };
  };
  say(`${adapter}, ${workgroupStorage} bytes of workgroup memory`);
  runner.writeStep({ stepSize: 0, decay: 0, rootCorrection2: 0, dropoutKey: DROPOUT_KEY });
  for (const shape of shapes) {
    const chosen = {
      forward: forwardTiling(runner, WIDTH),
      ...backwardTilings(runner, WIDTH),
      pair: pairTiling(runner, WIDTH, shape),
    };
    say(`chosen: ${JSON.stringify(chosen)}`);
    const bench = new Bench(runner, shape, effort, rows);
    await measureShape(runner, bench, () => publish(result(false)));
    bench.dispose();
  }
  return result(true);
}

async function main(): Promise<void> {
  try {
    const result = await runAll();
    publish(result);
    say(`\n${result.table}`);
    say(`done in ${result.seconds.toFixed(1)} s`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say(`failed: ${message}`);
    publish({ error: message });
  }
  document.title = 'done';
}

void main();
