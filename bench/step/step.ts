/**
 * @file Times whole training steps of the engine on random weights, beside a peer in tfjs's own ops. The page leaves the
 * report (report.ts) in `window.result`, lines in the console, and 'done' in the title.
 *
 * Query: `shape=base`, `large`, `minilm` or `mini`, the embedded model (see cases.ts); `cases=lora,stock,...` (left out,
 * all); `batch=32x24` in place of the shape's usual batch; `rank=32` for LoRA of another rank than 8;
 * `precision=f32,mixed` for mixed precision beside float32 (left out, float32 alone);
 * `tuned` to let the device choose the tiles of its products first; `path=storage` or `arithmetic` for another path of mixed precision than the device's best;
 * `together=1,5` for trials that train together (left out, one; cases that train one at a time are run once);
 * `steps`, `warmup`, `blocks`, and for the peer `stock-steps`, `stock-warmup`, `stock-blocks` (see Effort; left out, a
 * software adapter runs fewer); `profile` for the device time of every kernel.
 */
import * as tf from '@tensorflow/tfjs';
import { createWebGPUOps, type WebGPUOps } from '../../src/ops/webgpu';
import { currentWebGPUBackend } from '../../src/ops/webgpu/runtime/backendInternals';
import type { KernelTime } from '../../src/ops/webgpu/runtime/profiler';
import type { BasePrecision } from '../../src/experiment/experiment';
import { readsFrozen, type FrozenWeights } from '../../src/model/model';
import { disposeWeights, uploadWeights, weightBytes } from '../../src/weights/uploadWeights';
import { messageOf, publish, runPage, say } from '../result';
import { readQuery, type Asked } from './asked';
import { EVALUATED, fullBatch, randomWeights, SHAPES, type Case } from './cases';
import { measureSteps, type Effort } from './measure';
import { measurePeaks, type Peaks } from './peaks';
import type { Agreement, StepReport, StepRow } from './report';
import { stockTrainee } from './stockModel';
import { engineTrainee, SEED, type Setting, type Trainee } from './trainee';
import { wholeEvaluation, wholeTrial } from './whole';

/** Number of first steps in whose losses the two peers must agree. Those after the first see updated weights. */
const COMPARED_STEPS = 3;
const TOLERANCE = 1e-3;
const PROFILED_STEPS = 5;
const MIB = 2 ** 20;

const fixed = (value: number, digits = 2): string => value.toFixed(digits);

class Bench {
  readonly rows: StepReport['rows'][number][] = [];
  agreement: Agreement | null = null;
  private setting: Setting & { readonly ops: WebGPUOps };
  private placed: BasePrecision | null = null;

  constructor(
    ops: WebGPUOps,
    private readonly asked: Asked,
  ) {
    const { config } = SHAPES[asked.shape];
    const pretrained = randomWeights(config, SEED);
    this.setting = { ops, config, frozen: new Map(), pretrained, learningRate: asked.learningRate };
  }

  async run(one: Case): Promise<void> {
    try {
      await this.place(one);
      if (one.kind === 'evaluate' || one.kind === 'trial') await this.whole(one);
      else if (one.kind === 'stock') await this.stock(one);
      else await this.train(one);
    } catch (error) {
      this.rows.push({ kind: 'failed', id: one.id, error: messageOf(error) });
      say(`${one.id}: FAILED: ${messageOf(error)}`);
    }
  }

  dispose(): void {
    disposeWeights(this.setting.frozen);
  }

  /** Puts the frozen weights on the device for cases that read them, and removes them for others, as the lab does. */
  private async place({ scenario, mixed }: Case): Promise<void> {
    const { ops, config, pretrained, frozen } = this.setting;
    const precision = !readsFrozen(scenario) ? null : mixed ? 'f16' : 'f32';
    if (this.placed === precision) return;
    disposeWeights(frozen);
    this.placed = precision;
    const weights: FrozenWeights = precision
      ? await uploadWeights(ops.upload, config, pretrained, { precision, ...ops.matrices })
      : new Map();
    this.setting = { ...this.setting, frozen: weights };
  }

  private async train(one: Case): Promise<void> {
    const { ops } = this.setting;
    ops.meter.reset();
    const pipelines = ops.pipelineCount;
    const trainee = await engineTrainee(this.setting, one, this.batchOf(one));
    const { losses } = await this.measure(one, trainee, this.asked.effort, {
      compiledKernels: () => ops.pipelineCount - pipelines,
      engineDispatches: (steps) => ops.meter.dispatches / steps,
    });
    const alike = this.rows.find(({ id }) => one.mixed && `${id} mixed` === one.id);
    if (alike?.kind !== 'train') return;
    const apart = losses.slice(0, 20).map((loss, i) => Math.abs(loss - (alike.losses[i] ?? NaN)));
    say(
      `${one.id}: the first ${apart.length} losses are at most ${Math.max(...apart).toExponential(1)} from float32's`,
    );
  }

  private async stock(one: Case): Promise<void> {
    const { ops, config, pretrained, learningRate } = this.setting;
    const { scenario } = one;
    if (scenario.method !== 'lora') throw new Error('The peer trains adapters only.');
    const expected = await this.engineLosses(one);
    ops.meter.reset();
    const trainee = await stockTrainee({ config, scenario, pretrained, learningRate }, this.batchOf(one));
    const row = await this.measure(one, trainee, this.asked.stockEffort, null);
    const stock = row.losses.slice(0, COMPARED_STEPS);
    const difference = Math.max(
      ...stock.map((loss, i) => {
        const wanted = expected[i] ?? NaN;
        return Math.abs(loss - wanted) / Math.abs(wanted);
      }),
    );
    this.agreement = { engine: expected.slice(0, stock.length), stock, difference };
    say(
      `first losses: engine ${expected.join(', ')}; stock ${stock.join(', ')}; relative ${difference.toExponential(1)}`,
    );
    if (!(difference < TOLERANCE))
      throw new Error(`The engine and its peer differ by ${difference} in the loss.`);
  }

  private async engineLosses(one: Case): Promise<number[]> {
    const trainee = await engineTrainee(this.setting, one, this.batchOf(one));
    try {
      await trainee.prepare();
      return await trainee.losses(Array.from({ length: COMPARED_STEPS }, () => trainee.step()));
    } finally {
      trainee.dispose();
    }
  }

  /** Takes over the trainee. */
  private async measure(
    one: Case,
    trainee: Trainee,
    effort: Effort,
    engine: { compiledKernels: () => number; engineDispatches: (steps: number) => number } | null,
  ): Promise<StepRow> {
    try {
      const { meter } = this.setting.ops;
      const times = await measureSteps(trainee, effort);
      // The peer has its own weights, so the engine's, which are still on the device, do not count.
      const others = one.kind === 'stock' ? weightBytes(this.setting.frozen) : 0;
      const { together = 1 } = one;
      const row: StepRow = {
        kind: one.kind === 'stock' ? 'stock' : 'train',
        ...{ together, ...this.head(one) },
        samplesPerSecond: (1000 * together * one.batch.batch) / times.throughput.median,
        trainableParameters: trainee.trainableParameters,
        peakBytes: meter.peakBytes - others,
        peakLiveBytes: meter.peakLiveBytes - others,
        compiledKernels: engine?.compiledKernels() ?? null,
        engineDispatches: engine?.engineDispatches(times.losses.length) ?? null,
        kernels: engine && this.asked.profile ? await this.profile(trainee) : null,
        ...times,
      };
      this.rows.push(row);
      const { throughput, latency, record, firstMilliseconds, dispatches } = times;
      say(
        `${one.id} ${one.batch.batch} x ${one.batch.sequence}: ${fixed(throughput.median)} ms a step` +
          ` (${fixed(throughput.min)} to ${fixed(throughput.max)}), ${fixed(row.samplesPerSecond, 1)} samples/s;` +
          ` one by one ${fixed(latency.median)} ms (${fixed(latency.min)} to ${fixed(latency.max)});` +
          ` first ${fixed(firstMilliseconds, 0)} ms; CPU ${fixed(record.median)} ms; ${dispatches} dispatches;` +
          ` peak ${fixed(row.peakBytes / MIB, 0)} MiB, live ${fixed(row.peakLiveBytes / MIB, 0)} MiB`,
      );
      return row;
    } finally {
      trainee.dispose();
    }
  }

  /** The kernels of one step, averaged over several. */
  private async profile(trainee: Trainee): Promise<KernelTime[]> {
    const kernels = await this.setting.ops.profile(async () => {
      await trainee.losses(Array.from({ length: PROFILED_STEPS }, () => trainee.step()));
    });
    const share = (value: number): number => value / PROFILED_STEPS;
    return kernels.map(({ name, dispatches, milliseconds, flops, bytes }) => ({
      name,
      dispatches: share(dispatches),
      milliseconds: share(milliseconds),
      flops: share(flops),
      bytes: share(bytes),
    }));
  }

  /** A whole evaluation, or a whole trial. */
  private async whole(one: Case): Promise<void> {
    const { ops } = this.setting;
    ops.meter.reset();
    const pipelines = ops.pipelineCount;
    const isTrial = one.kind === 'trial';
    const times = isTrial
      ? await wholeTrial(this.setting, one, ops.software)
      : await wholeEvaluation(this.setting, one);
    const { whole, firstMilliseconds, steps } = times;
    const sentences = isTrial ? steps * one.batch.batch : EVALUATED;
    this.rows.push({
      kind: isTrial ? 'trial' : 'evaluate',
      ...this.head(one),
      samplesPerSecond: (1000 * sentences) / whole.median,
      peakBytes: ops.meter.peakBytes,
      peakLiveBytes: ops.meter.peakLiveBytes,
      compiledKernels: ops.pipelineCount - pipelines,
      sentences: EVALUATED,
      ...times,
    });
    say(
      `${one.id}: ${isTrial ? `${steps} steps and ` : ''}${EVALUATED} sentences in ${fixed(whole.median, 1)} ms` +
        ` (${fixed(whole.min, 1)} to ${fixed(whole.max, 1)}); first ${fixed(firstMilliseconds, 0)} ms`,
    );
  }

  private batchOf({ batch }: Case): ReturnType<typeof fullBatch> {
    return fullBatch(batch, this.setting.config, SEED);
  }

  private head({ id, about, batch }: Case): Pick<StepRow, 'id' | 'about' | 'batch' | 'weightBytes'> {
    return { id, about, batch, weightBytes: weightBytes(this.setting.frozen) };
  }
}

async function measureAll(start: number): Promise<void> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter || !(await tf.setBackend('webgpu'))) throw new Error('This browser gives no WebGPU adapter.');
  const mixedPath = (['storage', 'arithmetic'] as const).find(
    (path) => path === new URLSearchParams(location.search).get('path'),
  );
  const ops = createWebGPUOps({ mixedPath });
  const { software } = ops;
  const asked = readQuery(software);
  const { shape, effort, stockEffort } = asked;
  const peaks: Peaks | null = asked.profile
    ? await measurePeaks(currentWebGPUBackend().device, software)
    : null;
  const { vendor, architecture, device, description } = adapter.info;
  const name = [vendor, architecture, device, description].filter(Boolean).join(' ');
  say(`${name}${software ? ' (software adapter)' : ''}; ${shape}`);
  say(`mixed precision: ${ops.mixedPath?.kind}, because ${ops.mixedPath?.why}`);
  const tiles = asked.tuned ? await ops.tiles.tune() : null;
  if (tiles) say(`tiles: ${JSON.stringify(tiles)}`);
  const bench = new Bench(ops, asked);
  const report = (done: boolean): StepReport => ({
    shape,
    adapter: name,
    software,
    userAgent: navigator.userAgent,
    effort,
    stockEffort,
    rows: bench.rows,
    agreement: bench.agreement,
    peaks,
    tiles,
    seconds: (performance.now() - start) / 1000,
    error: null,
    done,
  });
  for (const one of asked.cases) {
    await bench.run(one);
    publish(report(false));
  }
  bench.dispose();
  publish(report(true));
}

void runPage(measureAll, (error) => ({ error, rows: [], done: true }));
