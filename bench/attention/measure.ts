/** @file Times attention on one shape and compares one head of one sentence with double precision. */
import * as tf from '@tensorflow/tfjs';
import type { AttentionShape } from '../../src/ops/index';
import type { attention, attentionBackward } from '../../src/ops/webgpu/attention/dispatch';
import {
  attendHead,
  worstDifference,
  type HeadResults,
} from '../../src/ops/webgpu/attention/attention.testing';
import type { Runner } from '../../src/ops/webgpu/runtime/runner';
import { say } from '../result';

export interface Row {
  readonly shape: string;
  readonly pass: 'forward' | 'backward';
  readonly variant: string;
  readonly milliseconds?: number;
  /** Counts 2 products of S x S x width for each head forward, and 5 backward. */
  readonly teraflops?: number;
  /** Largest difference from double precision, relative to the largest value. */
  readonly worstDifference?: number;
  readonly error?: string;
}

export interface Effort {
  readonly rounds: number;
  /** Least milliseconds of a round. */
  readonly round: number;
}

export type ForwardCall = [tf.Tensor, tf.Tensor, AttentionShape, typeof DROPOUT | null];
export type Forward = ReturnType<typeof attention>;
export type BackwardCall = Parameters<typeof attentionBackward>[1];

export const WIDTH = 64;
export const DROPOUT_KEY = 99;
const DROPOUT = { rate: 0.1, site: 3 };

const join = (parts: readonly Float64Array[]): number[] => parts.flatMap((part) => [...part]);

export class Bench {
  private readonly tokens: number;
  private readonly hidden: number;
  private readonly values: { queryKeyValue: Float32Array; dy: Float32Array };
  private readonly queryKeyValue: tf.Tensor;
  private readonly dy: tf.Tensor;
  private readonly lengths: tf.Tensor;
  /** The head that is compared. */
  private readonly b: number;
  private readonly head: number;
  private readonly references = new Map<boolean, HeadResults>();

  constructor(
    readonly runner: Runner,
    readonly shape: AttentionShape,
    private readonly effort: Effort,
    /** Gets the results. */
    private readonly rows: Row[],
  ) {
    const { batch, sequence, heads } = shape;
    this.hidden = heads * WIDTH;
    this.head = Math.floor(Math.random() * heads);
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
    return `${this.shape.batch} x ${this.shape.sequence}`;
  }

  /** Times and checks one pass. @param backward null to measure the forward pass */
  async measure(
    pass: Row['pass'],
    variant: string,
    forward: (call: ForwardCall) => Forward,
    backward: ((args: BackwardCall) => tf.Tensor) | null,
    dropout: typeof DROPOUT | null = DROPOUT,
  ): Promise<void> {
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
      const { batch, heads, sequence } = this.shape;
      const work = (backward ? 5 : 2) * 2 * batch * heads * sequence ** 2 * WIDTH;
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

  /** Median milliseconds of one run over rounds that are long enough for the round trip to the device not to matter. */
  private async time(run: () => void): Promise<number> {
    const round = async (runs: number): Promise<number> => {
      const start = performance.now();
      for (let i = 0; i < runs; i++) run();
      this.runner.flush();
      await this.runner.backend.queue.onSubmittedWorkDone();
      return (performance.now() - start) / runs;
    };
    const { rounds, round: atLeast } = this.effort;
    const estimate = await round(Math.min(4, rounds));
    const runs = Math.min(100, Math.max(1, Math.ceil(atLeast / estimate)));
    const times: number[] = [];
    for (let i = 0; i < rounds; i++) times.push(await round(runs));
    this.runner.errors.check();
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
  }

  /** Drops the reports of an invalid pipeline, of which there are several, so that the next variant does not get them. */
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
    this.rows.push({ shape: this.name, ...row });
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
    const { sequence, heads } = this.shape;
    const start = (this.b * heads + this.head) * sequence;
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
    const { sequence, heads } = this.shape;
    return Array.from({ length: sequence }, (_, i) => {
      const start = (((this.b * sequence + i) * parts + part) * heads + this.head) * WIDTH;
      return [...values.subarray(start, start + WIDTH)];
    }).flat();
  }
}
