/** @file The op set in WGSL kernels, which work on the device and the tensors of tfjs's WebGPU backend. */
import type { Company, MagnitudeOps, Ops, StepState, WorkspaceBytes } from '../index';
import * as activations from './elementwise/activations';
import { adamW } from './elementwise/adamw';
import { attention, attentionBackward } from './attention/dispatch';
import { peakLiveBytes } from './runtime/bufferPlan';
import { crossEntropy, firstTokens, firstTokensBackward } from './elementwise/classifier';
import { runDropout } from './elementwise/dropout';
import { embed, embedBackward } from './elementwise/embed';
import { smoothSensitivity } from './elementwise/sensitivity';
import { WebGPUFlat } from './runtime/flat';
import { linear, linearBackward } from './linear/linear';
import { magnify, magnifyBackward } from './linear/magnitude';
import { rowNorms } from './linear/rowNorms';
import { MOST_TRIALS } from './runtime/kernel';
import { Meter } from './runtime/meter';
import { norm, normBackward } from './elementwise/norm';
import { paperBackend } from './runtime/paperBackend';
import type { KernelTime } from './runtime/profiler';
import type { DryRunResult } from './runtime/dryRun';
import { Runner, type RunnerOptions } from './runtime/runner';
import { StepScalars } from './runtime/stepScalars';
import type { ChosenTiles } from './runtime/tileChoices';
import { isComplete, tuneTiles, type TileTrial, type TrialOptions } from './tuning/tuneTiles';

export interface WebGPUOps extends Ops {
  readonly name: 'webgpu';
  readonly meter: Meter;
  /** Resolves when the device is lost; `reason` is 'destroyed' if we destroyed it ourselves. */
  readonly lost: Promise<GPUDeviceLostInfo>;
  /** Whether the kernels for software adapters run, which have no workgroup barriers. */
  readonly software: boolean;
  /** Whether kernels may use subgroup operations, by which threads exchange values. */
  readonly subgroups: boolean;
  /** The number of kernels compiled so far. The first step of a shape compiles those it needs. */
  readonly pipelineCount: number;
  /** The number of passes so far that sent an earlier pass's captured commands again. */
  readonly repeatedPasses: number;
  /** Destroys the free buffers of tfjs's pool, so that the next trial's peak is its own. */
  purgePool(): void;
  /** The tiles of the matrix products. */
  readonly tiles: Tiles;
  /** Measures the device time of every kernel that `body` runs; see {@link Runner.profile}. */
  profile(body: () => Promise<void>): Promise<KernelTime[]>;
}

/** Which tiles the matrix products have: those of a table, or what the device has chosen. They change no result. */
export interface Tiles {
  /** @returns whether nothing has to be tried: all classes have a choice */
  use(chosen: ChosenTiles): boolean;
  /**
   * Tries tiles on the device and uses the best. A pass that is prepared meanwhile ends the trial, or waits for it, for
   * 0.3 s at most.
   * @returns null on a software adapter, and if the trial was ended
   */
  tune(options?: TrialOptions): Promise<TileTrial | null>;
}

export interface WebGPUOpsOptions extends RunnerOptions {
  /** Whether frozen matrices should be transposed; if left out, only GPUs get them transposed. */
  readonly transposes?: boolean;
}

/** Must be called after `tf.setBackend('webgpu')`; it works on the backend that is current then. */
export function createWebGPUOps(options: WebGPUOpsOptions = {}): WebGPUOps {
  const runner = new Runner(options);
  const meter = new Meter(runner);
  const scalars = new StepScalars(([now]) => {
    if (now) runner.writeStep(now);
  });
  const ops: WebGPUOps = {
    name: 'webgpu',
    meter,
    lost: runner.errors.lost,
    software: runner.software,
    subgroups: runner.subgroups,
    // Of the tiled kernels, NN is faster than NT. Transposed weights make the forward product an NN, and every step goes
    // forward through all layers, but not always backward.
    matrices: { packs: true, transposes: options.transposes ?? !runner.software },
    maxTensorBytes: runner.bindingLimits.bytes,
    maxTrials: MOST_TRIALS,
    get pipelineCount() {
      return runner.pipelineCount;
    },
    get repeatedPasses() {
      return runner.passes.repeats;
    },
    purgePool: () => meter.purgePool(),
    tiles: {
      use(chosen) {
        runner.tiles.use(chosen);
        return isComplete(chosen);
      },
      tune: (trial) => runner.tiles.during((signal) => tuneTiles(runner, signal, trial)),
    },
    profile: (body) => runner.profile(body),

    flat: (layout) => new WebGPUFlat(runner, layout),
    beginStep: (state) => scalars.begin([state]),
    enter: (moment) => runner.enter(moment),
    prepare: (passes, onCompiled) => runner.prepare(passes, onCompiled),
    estimate: (describe) => bytesOf(runner.dryRun(describe)),
    async recover() {
      await runner.recover();
      meter.purgePool();
    },
    runPass: (pass) => runner.passes.run(pass),
    flush: () => runner.flush(),
    read: (tensors) => runner.read(tensors),
    upload: (values, shape) => runner.upload(values, shape),

    ...kernelOps(runner),
    adamW: adamWOf(runner, scalars),
    smoothSensitivity: sensitivityOf(runner),
    mixedPath: runner.precision.path,
    mixed: () => mixedOf(runner, ops),
    together: (count) => companyOf(runner, ops, count),
  };
  return ops;
}

/** A way to run an op: for a company, in mixed precision, or both. */
type Around = <Result>(op: () => Result) => Result;

/** The ops that run kernels, each run in this way. */
function kernelsIn(runner: Runner, around: Around): Pick<Ops, KernelOp> {
  return Object.fromEntries(
    Object.entries(kernelOps(runner)).map(([name, op]) => [
      name,
      (...args: unknown[]) => around(() => (op as (...args: unknown[]) => unknown)(...args)),
    ]),
  ) as unknown as Pick<Ops, KernelOp>;
}

function mixedOf(runner: Runner, ops: WebGPUOps): Ops {
  const around: Around = (op) => runner.precision.on(op);
  const mixed: Ops = {
    ...ops,
    ...kernelsIn(runner, around),
    mixed: () => mixed,
    together: (count) => companyOf(runner, mixed, count, around),
  };
  return mixed;
}

function adamWOf(runner: Runner, scalars: StepScalars): Ops['adamW'] {
  return (parameters, gradients, moment1, moment2, options) => {
    scalars.use(options);
    runner.passes.beforeRepeats(() => scalars.use(options));
    return adamW(runner, parameters, gradients, moment1, moment2, options);
  };
}

function sensitivityOf(runner: Runner): Ops['smoothSensitivity'] {
  return (parameters, gradients, sensitivity, uncertainty) =>
    smoothSensitivity(runner, parameters, gradients, sensitivity, uncertainty);
}

/** The same ops with lifted kernels (`runtime/lift.ts`), on tensors with a slab for each trial. */
function companyOf(runner: Runner, ops: Ops, count: number, around: Around = (op) => op()): Company {
  let states: readonly StepState[] = [];
  const scalars = new StepScalars((steps) => runner.writeTrialSteps(steps, states));
  const lifted =
    <Args extends unknown[], Result>(op: (...args: Args) => Result) =>
    (...args: Args): Result =>
      runner.together(count, () => op(...args));
  const kernels = kernelsIn(runner, (op) => runner.together(count, () => around(op)));
  const begin = (next: readonly StepState[]): void => {
    states = next;
    scalars.begin(next);
  };
  return {
    ...ops,
    ...kernels,
    count,
    flat: lifted((layout) => new WebGPUFlat(runner, layout)),
    runPass: (pass) => runner.together(count, () => runner.passes.run(pass)),
    beginStep: (state) => begin(Array.from({ length: count }, () => state)),
    beginSteps: begin,
    adamW: lifted(adamWOf(runner, scalars)),
    smoothSensitivity: lifted(sensitivityOf(runner)),
  };
}

/** An op set that plans as one on a GPU does and needs none: `estimate` is the one thing that it can do. */
export function createPlanningOps(): Ops {
  return createWebGPUOps({ software: false, backend: paperBackend() });
}

function bytesOf({ courses, plan }: DryRunResult): WorkspaceBytes {
  return {
    courses,
    liveBytes: Math.max(0, ...[...courses.values()].map(({ tensors }) => peakLiveBytes(tensors))),
    bytes: plan.sizes.reduce((sum, size) => sum + size, 0),
    largestBytes: Math.max(0, ...plan.sizes),
  };
}

type KernelOp =
  | 'embed'
  | 'embedBackward'
  | 'linear'
  | 'linearGelu'
  | 'linearBackward'
  | keyof MagnitudeOps
  | 'attention'
  | 'attentionBackward'
  | 'addNorm'
  | 'addNormBackward'
  | 'tanh'
  | 'tanhBackward'
  | 'dropout'
  | 'firstTokens'
  | 'firstTokensBackward'
  | 'crossEntropy';

/** The ops that do nothing but run kernels. */
function kernelOps(runner: Runner): Pick<Ops, KernelOp> {
  return {
    embed: (batch, tables, epsilon, dropout, save) => embed(runner, batch, tables, epsilon, dropout, save),
    embedBackward: (dy, batch, tables, saved, dropout, gradients) =>
      embedBackward(runner, dy, batch, tables, saved, dropout, gradients),
    linear(x, layer, kept) {
      const { y, lowRank } = linear(runner, x, layer, null, kept);
      return { y, lowRank };
    },
    linearGelu: (x, layer, save) => linear(runner, x, layer, { kind: 'gelu', save }),
    linearBackward: (args) => linearBackward(runner, args),
    rowNorms: (layer) => rowNorms(runner, layer),
    magnify: (z, by, rest, geluOf, kept) => magnify(runner, z, by, rest, geluOf, kept),
    magnifyBackward: (dy, z, by, gradient) => magnifyBackward(runner, dy, z, by, gradient),
    sum: (a, b, factor) => activations.sum(runner, a, b, factor),
    geluBackward: (dy, preActivation) => activations.geluBackward(runner, dy, preActivation),
    attention: (queryKeyValue, lengths, shape, dropout) =>
      attention(runner, queryKeyValue, lengths, shape, dropout),
    attentionBackward: (args) => attentionBackward(runner, args),
    addNorm: (residual, x, gamma, beta, epsilon, dropout, save) =>
      norm(runner, { residual, x, gamma, beta, epsilon, dropout, dropped: 'x', save }),
    addNormBackward: (dy, saved, gamma, dropout, gradients) =>
      normBackward(runner, dy, saved, gamma, dropout, gradients),
    tanh: (x) => activations.tanh(runner, x),
    tanhBackward: (dy, y) => activations.tanhBackward(runner, dy, y),
    dropout: (x, dropout) => runDropout(runner, x, dropout),
    firstTokens: (x, shape) => firstTokens(runner, x, shape),
    firstTokensBackward: (dy, shape) => firstTokensBackward(runner, dy, shape),
    crossEntropy: (logits, labels) => crossEntropy(runner, logits, labels),
  };
}
