/** @file The op set in WGSL, on the device and the tensors of tfjs's WebGPU backend. */
import type { AdamWOptions, Ops, StepState } from '../index';
import * as activations from './elementwise/activations';
import { adamW } from './elementwise/adamw';
import { attention, attentionBackward } from './attention/dispatch';
import { peakLiveBytes } from './runtime/bufferPlan';
import { crossEntropy, firstTokens, firstTokensBackward } from './elementwise/classifier';
import { runDropout } from './elementwise/dropout';
import { embed, embedBackward } from './elementwise/embed';
import { WebGPUFlat } from './runtime/flat';
import { linear, linearBackward } from './linear/linear';
import { Meter } from './runtime/meter';
import { norm, normBackward } from './elementwise/norm';
import type { KernelTime } from './runtime/profiler';
import { Runner, type RunnerOptions } from './runtime/runner';

export interface WebGPUOps extends Ops {
  readonly name: 'webgpu';
  readonly meter: Meter;
  /** Resolves when the device is gone; `reason` is 'destroyed' where we let it go ourselves. */
  readonly lost: Promise<GPUDeviceLostInfo>;
  /** Whether the adapter is software, and kernels without workgroup barriers are used. */
  readonly software: boolean;
  /** Whether kernels are used whose threads hand each other values within a subgroup. */
  readonly subgroups: boolean;
  /** Kernels compiled so far: the first step of a shape compiles those it needs. */
  readonly pipelineCount: number;
  /** Passes so far for which the commands of an earlier one were sent again. */
  readonly repeatedPasses: number;
  /** Destroys the free buffers of the pool, so that the next trial's peak is its own. */
  purgePool(): void;
  /** Device time of every kernel that `body` records; see {@link Runner.profile}. */
  profile(body: () => Promise<void>): Promise<KernelTime[]>;
}

export interface WebGPUOpsOptions extends RunnerOptions {
  /** Whether frozen matrices are wanted transposed; on GPUs they are where it is left out. */
  readonly transposes?: boolean;
}

type Hyperparameters = Pick<AdamWOptions, 'beta1' | 'beta2' | 'weightDecay'>;

/** To be called after `tf.setBackend('webgpu')`; works on the backend that is current then. */
export function createWebGPUOps(options: WebGPUOpsOptions = {}): WebGPUOps {
  const runner = new Runner(options);
  const meter = new Meter(runner);
  let state: StepState = { learningRate: 0, step: 1, dropoutKey: 0 };
  let adam: Hyperparameters = { beta1: 0.9, beta2: 0.999, weightDecay: 0 };

  const writeStep = (): void => {
    const { learningRate, step, dropoutKey } = state;
    const { beta1, beta2, weightDecay } = adam;
    runner.writeStep(
      learningRate / (1 - beta1 ** step),
      1 - learningRate * weightDecay,
      Math.sqrt(1 - beta2 ** step),
      dropoutKey,
    );
  };

  /** The step's scalars are written before AdamW's options are known: again where they turn out to differ. */
  const useHyperparameters = ({ beta1, beta2, weightDecay }: AdamWOptions): void => {
    if (beta1 === adam.beta1 && beta2 === adam.beta2 && weightDecay === adam.weightDecay) return;
    adam = { beta1, beta2, weightDecay };
    writeStep();
  };

  writeStep();
  return {
    name: 'webgpu',
    meter,
    lost: runner.errors.lost,
    software: runner.software,
    subgroups: runner.subgroups,
    // The tiled kernels' NN is faster than their NT, and every step goes forward, but not always backward.
    matrices: { packs: true, transposes: options.transposes ?? !runner.software },
    maxTensorBytes: runner.bindingLimits.bytes,
    get pipelineCount() {
      return runner.pipelineCount;
    },
    get repeatedPasses() {
      return runner.passes.repeats;
    },
    purgePool: () => meter.purgePool(),
    profile: (body) => runner.profile(body),

    flat: (layout) => new WebGPUFlat(runner, layout),
    beginStep(next) {
      state = next;
      writeStep();
    },
    prepare: (passes, onCompiled) => runner.prepare(passes, onCompiled),
    estimate(describe) {
      const { tensors, plan } = runner.record(describe);
      return {
        liveBytes: Math.max(0, ...[...tensors.values()].map(peakLiveBytes)),
        bytes: plan.sizes.reduce((sum, size) => sum + size, 0),
        largestBytes: Math.max(0, ...plan.sizes),
      };
    },
    async recover() {
      await runner.recover();
      meter.purgePool();
    },
    runPass: (pass) => runner.passes.run(pass),
    flush: () => runner.flush(),
    read: (tensors) => runner.read(tensors),
    upload: (values, shape) => runner.upload(values, shape),

    embed: (batch, tables, epsilon, dropout, save) => embed(runner, batch, tables, epsilon, dropout, save),
    embedBackward: (dy, batch, tables, saved, dropout, gradients) =>
      embedBackward(runner, dy, batch, tables, saved, dropout, gradients),
    linear(x, layer) {
      const { y, lowRank } = linear(runner, x, layer);
      return { y, lowRank };
    },
    linearGelu: (x, layer, save) => linear(runner, x, layer, { kind: 'gelu', save }),
    linearBackward: (args) => linearBackward(runner, args),
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
    adamW(parameters, gradients, moment1, moment2, options) {
      useHyperparameters(options);
      runner.passes.beforeRepeats(() => useHyperparameters(options));
      return adamW(runner, parameters, gradients, moment1, moment2, options);
    },
  };
}
