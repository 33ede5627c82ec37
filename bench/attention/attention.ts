/**
 * @file Times attention forward and backward in this browser, as the ops choose their tilings and with each
 * of `variants.ts`, and compares one head of one sentence with double precision.
 * `?small` is a quick try on a software adapter. The result is in `window.result`.
 */
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import type { AttentionShape } from '../../src/ops/index';
import { attention, attentionBackward } from '../../src/ops/webgpu/attention';
import { attendHead, worstDifference, type HeadResults } from '../../src/ops/webgpu/attention.testing';
import { flashAttention, FORWARD_COUNTS, forwardTiling } from '../../src/ops/webgpu/flashAttention';
import {
  backwardTilings,
  flashAttentionBackward,
  KEY_VALUE_COUNTS,
  QUERY_COUNTS,
} from '../../src/ops/webgpu/flashAttentionBackward';
import { Tiles } from '../../src/ops/webgpu/flashTiles';
import { Runner } from '../../src/ops/webgpu/runner';
import { publish, say } from '../result';
import { VARIANTS, variantName } from './variants';

interface Row {
  readonly shape: string;
  readonly pass: 'forward' | 'backward';
  readonly variant: string;
  readonly milliseconds?: number;
  /** Counting 2 products of S x S x width for each head forward, 5 backward. */
  readonly teraflops?: number;
  /** Relative to the largest value. */
  readonly worstDifference?: number;
  readonly error?: string;
}

interface Result {
  readonly adapter: string;
  readonly workgroupStorage: number;
  readonly rows: Row[];
  readonly seconds: number;
  readonly done: boolean;
}

const small = new URLSearchParams(location.search).has('small');
const WIDTH = 64;
const HEADS = small ? 2 : 12;
const SHAPES: readonly AttentionShape[] = small
  ? [{ batch: 2, sequence: 40, heads: HEADS }]
  : [
      { batch: 32, sequence: 128, heads: HEADS },
      { batch: 16, sequence: 64, heads: HEADS },
      { batch: 8, sequence: 512, heads: HEADS },
    ];
const COUNTS = { forward: FORWARD_COUNTS, query: QUERY_COUNTS, keyValue: KEY_VALUE_COUNTS };
const DROPOUT = { rate: 0.1, site: 3 };
const DROPOUT_KEY = 99;
const ROUNDS = small ? 1 : 7;
const ROUND_MS = small ? 0 : 12;
/** No variant is begun after this. */
const BUDGET_MS = small ? 600_000 : 36_000;

const started = performance.now();
const rows: Row[] = [];

class Bench {
  private readonly tokens: number;
  private readonly hidden = HEADS * WIDTH;
  private readonly values: { queryKeyValue: Float32Array; dy: Float32Array };
  private readonly queryKeyValue: tf.Tensor;
  private readonly dy: tf.Tensor;
  private readonly lengths: tf.Tensor;
  /** The head that is compared. */
  private readonly b: number;
  private readonly head = Math.floor(Math.random() * HEADS);
  private readonly references = new Map<boolean, HeadResults>();

  constructor(
    readonly runner: Runner,
    readonly shape: AttentionShape,
  ) {
    const { batch, sequence } = shape;
    this.tokens = batch * sequence;
    this.b = Math.floor(Math.random() * batch);
    const random = (size: number): Float32Array =>
      Float32Array.from({ length: size }, () => Math.random() * 4 - 2);
    this.values = {
      queryKeyValue: random(this.tokens * 3 * this.hidden),
      dy: random(this.tokens * this.hidden),
    };
    this.queryKeyValue = tf.tensor(this.values.queryKeyValue, [this.tokens, 3 * this.hidden]);
    this.dy = tf.tensor(this.values.dy, [this.tokens, this.hidden]);
    this.lengths = tf.fill([batch], sequence, 'int32');
  }

  get name(): string {
    return `${this.shape.batch} x ${this.shape.sequence}, ${HEADS} heads of ${WIDTH}`;
  }

  /** Times and checks one pass; `make` returns what it computed, to be disposed. */
  async measure(
    pass: Row['pass'],
    variant: string,
    forward: (call: ForwardCall) => Forward,
    backward: ((args: BackwardCall) => tf.Tensor) | null,
    dropout: typeof DROPOUT | null = DROPOUT,
  ): Promise<void> {
    if (performance.now() - started > BUDGET_MS) return this.report({ pass, variant, error: 'no time left' });
    const call: ForwardCall = [this.queryKeyValue, this.lengths, this.shape, dropout];
    let kept: tf.Tensor[] = [];
    try {
      const { y, logSumExp } = forward(call);
      kept = [y, logSumExp];
      const { dy, queryKeyValue, lengths, shape } = this;
      const args: BackwardCall = { dy, y, queryKeyValue, logSumExp, lengths, shape, dropout };
      const run = (): tf.Tensor[] => (backward ? [backward(args)] : Object.values(forward(call)));
      const results = run();
      kept.push(...results);
      const worst = backward
        ? this.compareGradient(await this.runner.read(results), dropout !== null)
        : this.compareForward(
            await this.runner.read([y]),
            await this.runner.read([logSumExp]),
            dropout !== null,
          );
      const milliseconds = await this.time(() => tf.dispose(run()));
      const { batch, sequence } = this.shape;
      const work = (backward ? 5 : 2) * 2 * batch * HEADS * sequence ** 2 * WIDTH;
      this.report({
        pass,
        variant,
        milliseconds,
        teraflops: work / milliseconds / 1e9,
        worstDifference: worst,
      });
    } catch (error) {
      this.report({ pass, variant, error: error instanceof Error ? error.message : String(error) });
      await this.forgetErrors();
    }
    tf.dispose(kept);
  }

  dispose(): void {
    tf.dispose([this.queryKeyValue, this.dy, this.lengths]);
  }

  /** Median over the rounds of the time of one run, in rounds long enough to drown the round trip. */
  private async time(run: () => void): Promise<number> {
    const round = async (runs: number): Promise<number> => {
      const start = performance.now();
      for (let i = 0; i < runs; i++) run();
      this.runner.flush();
      await this.runner.backend.queue.onSubmittedWorkDone();
      return (performance.now() - start) / runs;
    };
    const estimate = await round(small ? 1 : 4);
    const runs = Math.min(100, Math.max(1, Math.ceil(ROUND_MS / estimate)));
    const times: number[] = [];
    for (let i = 0; i < ROUNDS; i++) times.push(await round(runs));
    this.runner.errors.check();
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
  }

  /** An invalid pipeline is reported several times: none of that is the next variant's. */
  private async forgetErrors(): Promise<void> {
    for (let left = 3; left > 0; left--) {
      await this.runner.backend.queue.onSubmittedWorkDone().catch(() => undefined);
      try {
        this.runner.flush();
      } catch {
        // reported already
      }
    }
  }

  report(row: Omit<Row, 'shape'>): void {
    rows.push({ shape: this.name, ...row });
    const { pass, variant, milliseconds, teraflops, worstDifference, error } = row;
    const outcome =
      error ??
      `${milliseconds?.toFixed(3)} ms, ${teraflops?.toFixed(1)} TFLOP/s, off by ${worstDifference?.toExponential(1)}`;
    say(`${this.name}: ${pass}, ${variant}: ${outcome}`);
  }

  private reference(withDropout: boolean): HeadResults {
    let reference = this.references.get(withDropout);
    if (!reference) {
      const { batch, sequence } = this.shape;
      const inputs = {
        ...this.values,
        lengths: Array.from({ length: batch }, () => sequence),
        shape: this.shape,
        width: WIDTH,
        dropout: withDropout ? DROPOUT : null,
        dropoutKey: DROPOUT_KEY,
      };
      reference = attendHead(inputs, this.b, this.head);
      this.references.set(withDropout, reference);
    }
    return reference;
  }

  private compareForward(y: Float32Array, logSumExp: Float32Array, withDropout: boolean): number {
    const wanted = this.reference(withDropout);
    const { sequence } = this.shape;
    const start = (this.b * HEADS + this.head) * sequence;
    return Math.max(
      worstDifference(logSumExp.subarray(start, start + sequence), wanted.logSumExp),
      worstDifference(this.headOf(y, 0, 1), join(wanted.y)),
    );
  }

  private compareGradient(gradient: Float32Array, withDropout: boolean): number {
    const { dQuery, dKey, dValue } = this.reference(withDropout);
    const differences = [dQuery, dKey, dValue].map((wanted, part) =>
      worstDifference(this.headOf(gradient, part, 3), join(wanted)),
    );
    return Math.max(...differences);
  }

  /** The compared head's rows of one part of [T, parts * H]. */
  private headOf(values: Float32Array, part: number, parts: number): number[] {
    const { sequence } = this.shape;
    return Array.from({ length: sequence }, (_, i) => {
      const start = (((this.b * sequence + i) * parts + part) * HEADS + this.head) * WIDTH;
      return [...values.subarray(start, start + WIDTH)];
    }).flat();
  }
}

type ForwardCall = [tf.Tensor, tf.Tensor, AttentionShape, typeof DROPOUT | null];
type Forward = ReturnType<typeof attention>;
type BackwardCall = Parameters<typeof attentionBackward>[1];

const join = (parts: readonly Float64Array[]): number[] => parts.flatMap((part) => [...part]);

async function runAll(): Promise<void> {
  if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
  const runner = new Runner(false);
  const { device } = runner.backend;
  const info = device.adapterInfo as GPUAdapterInfo | undefined;
  const adapter = `${info?.vendor} ${info?.architecture} ${info?.description}`;
  const workgroupStorage = device.limits.maxComputeWorkgroupStorageSize;
  const publishRows = (done: boolean): void => {
    const seconds = (performance.now() - started) / 1000;
    publish({ adapter, workgroupStorage, rows, seconds, done } satisfies Result);
  };
  say(`${adapter}, ${workgroupStorage} bytes of workgroup memory`);
  runner.writeStep(0, 0, 0, DROPOUT_KEY);
  const chosen = (call: ForwardCall): Forward => attention(runner, ...call);
  const chosenBackward = (args: BackwardCall): tf.Tensor => attentionBackward(runner, args);
  say(
    `chosen: ${JSON.stringify({ forward: forwardTiling(runner, WIDTH), ...backwardTilings(runner, WIDTH) })}`,
  );
  for (const shape of SHAPES) {
    const bench = new Bench(runner, shape);
    await bench.measure('forward', 'as chosen', chosen, null);
    await bench.measure('backward', 'as chosen', chosen, chosenBackward);
    await bench.measure('forward', 'as chosen, no dropout', chosen, null, null);
    await bench.measure('backward', 'as chosen, no dropout', chosen, chosenBackward, null);
    for (const variant of VARIANTS) {
      const { kernel, tiling } = variant;
      const bytes = new Tiles(WIDTH, tiling).bytes(COUNTS[kernel]);
      if (bytes > workgroupStorage) {
        const pass = kernel === 'forward' ? 'forward' : 'backward';
        bench.report({ pass, variant: variantName(variant), error: `needs ${bytes} bytes` });
      } else if (kernel === 'forward') {
        const forward = (call: ForwardCall): Forward => flashAttention(runner, ...call, tiling);
        await bench.measure('forward', variantName(variant), forward, null);
      } else {
        const tilings = backwardTilings(runner, WIDTH);
        if (!tilings) continue;
        const backward = (args: BackwardCall): tf.Tensor =>
          flashAttentionBackward(runner, args, { ...tilings, [kernel]: tiling });
        await bench.measure('backward', variantName(variant), chosen, backward);
      }
      publishRows(false);
    }
    const plain = new Runner(true);
    plain.writeStep(0, 0, 0, DROPOUT_KEY);
    const rowForward = (call: ForwardCall): Forward => attention(plain, ...call);
    const rowBackward = (args: BackwardCall): tf.Tensor => attentionBackward(plain, args);
    await bench.measure('forward', 'a row a thread', rowForward, null);
    await bench.measure('backward', 'a row a thread', rowForward, rowBackward);
    bench.dispose();
  }
  publishRows(true);
  say(`done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

runAll().catch((error: unknown) => {
  say(`failed: ${String(error)}`);
  publish({ adapter: 'none', workgroupStorage: 0, rows, seconds: 0, done: true } satisfies Result);
});
