/**
 * @file The op set: everything that the encoder, its backward pass and the optimizer are built from.
 *
 * There are two implementations: `reference/` in plain tfjs ops, for reading and for any tfjs backend, and `webgpu/`
 * in WGSL kernels, for speed. Both keep their data in ordinary tfjs tensors.
 *
 * Conventions. T = batch * sequence is the number of tokens, H the hidden width, I and O the input and output width
 * of a linear layer, r the LoRA rank. Activations are float32 [T, width]. Weights of linear layers are [O, I] as in
 * PyTorch; frozen ones may be transposed (`FrozenMatrix`). Ops return new tensors, which the caller disposes. They
 * never dispose their inputs, except those that are handed over as `accumulateInto` or `throughGelu`.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Flat, FlatLayout, Slot } from './flat';
import type { Moment, Pass, Passes, WorkspaceBytes } from './pass';

export type { Flat, FlatEntry, FlatLayout, Slot } from './flat';
export type { Moment, Pass, PassCourse, Passes, TensorLife, WorkspaceBytes } from './pass';

/** A frozen tensor, or a slice of the flat buffer of trainable parameters. */
export type Operand = Tensor | Slot;

/**
 * Dropout at one site of the network. Whether an element is kept is a pure function of the step's dropout key, the
 * site and the element's index (see `dropout.ts`), so that recomputing gives the same mask.
 */
export interface Dropout {
  /** The probability that an element is dropped, in (0, 1). */
  readonly rate: number;
  /** The number of the site; no two sites of a model share one. */
  readonly site: number;
}

/** What changes from step to step. It is set once, before a step's first op. */
export interface StepState {
  readonly learningRate: number;
  /** 1-based optimizer step, for Adam's bias correction. */
  readonly step: number;
  /** 32-bit key of this step's dropout masks. */
  readonly dropoutKey: number;
  /**
   * The trial's own batch, as it would be alone: its rows, and the length to which it would be padded. In a company the
   * batches are padded to the longest of them, and this keeps each trial's dropout masks what they are alone.
   */
  readonly batch?: { readonly sentences: number; readonly sequence: number };
}

/** Token ids and positions of one padded batch. */
export interface TokenBatch {
  readonly batch: number;
  readonly sequence: number;
  /** int32 [T]. */
  readonly tokens: Tensor;
  /** int32 [T]: rows of the position table. */
  readonly positions: Tensor;
  /** int32 [T]: rows of the token type table. */
  readonly types: Tensor;
  /** int32 [batch]: real tokens of each sentence, at least 1; the rest of its row is padding. */
  readonly lengths: Tensor;
  /** For `embedBackward`: `rowsById` of tokens and positions; null if the embeddings get no gradients. */
  readonly rows: { readonly byToken: Tensor; readonly byPosition: Tensor } | null; // int32 [3T + 2] each
}

export interface EmbeddingTables {
  readonly word: Operand; // [vocabulary, H]
  readonly position: Operand; // [positions, H]
  readonly tokenType: Operand; // [tokenTypes, H]
  readonly gamma: Operand; // [H]
  readonly beta: Operand; // [H]
}

export type EmbeddingGradients = { readonly [Table in keyof EmbeddingTables]: Slot };

/** What LayerNorm's backward pass needs from the forward pass. */
export interface NormSaved {
  readonly normalized: Tensor; // [T, H], before gamma and beta
  readonly rstd: Tensor; // [T]
}

/**
 * A LoRA adapter (Hu et al. 2021): y += scaling * (dropout(x) A^T) B^T, as PEFT computes it.
 *
 * A linear layer may stack several modules (query, key and value), of which n carry an adapter. Their A and B are
 * stacked too. All of them share one dropout mask of x, whereas PEFT draws a mask for each.
 */
export interface Adapter {
  readonly a: Operand; // [n * r, I]
  readonly b: Operand; // [n * O / modules, r]
  readonly rank: number;
  /** The number of modules of equal height that the layer stacks: 1 or 3. */
  readonly modules: number;
  /** The modules that have an adapter, ascending; [0] if only one is stacked. */
  readonly adapted: readonly number[];
  readonly scaling: number;
  readonly dropout: Dropout | null;
}

/** How the elements of a frozen matrix are stored. */
export type Precision = 'f32' | 'f16' | 'int8' | 'nf4';

/** A frozen matrix [O, I] that is packed into fewer bits, or transposed, or both. Kernels unpack it where they read it. */
export interface FrozenMatrix {
  readonly precision: Precision;
  readonly shape: readonly [outputs: number, inputs: number];
  /** Whether the data is [I, O], a row for each input. */
  readonly transposed: boolean;
  /**
   * The elements row by row. f32: float32 [rows, width]. f16: int32 [rows, width / 2], two halves each as WGSL's
   * pack2x16float packs them. int8: int32 [rows, width / 4], four signed bytes each, the first in the lowest bits.
   * nf4: int32 [stacked modules, words] of `nf4.ts`; it is never transposed. Packed matrices have a width that is a
   * multiple of 4.
   */
  readonly data: Tensor;
  /**
   * int8: float32 [O], the factor of each output's bytes. nf4: int32 [stacked modules, statistics] of `nf4.ts`. It is null
   * for the others.
   */
  readonly scale: Tensor | null;
}

/** How an op set wants the frozen matrices of linear layers. */
export interface MatrixStorage {
  /** Whether its kernels unpack f16, int8 and nf4. */
  readonly packs: boolean;
  /** Whether it is faster with transposed matrices, if O and I are multiples of 4. NF4 stays as it is. */
  readonly transposes: boolean;
}

/** A linear layer's matrix. */
export type Weight = Operand | FrozenMatrix;

/** A linear layer: one module, or several stacked modules with the same input. */
export interface Linear {
  readonly weight: Weight; // [O, I]
  readonly bias: Operand | null; // [O]; null adds none
  readonly adapter: Adapter | null;
}

/** Where backward writes a linear layer's gradients; null for parameters that do not train. */
export interface LinearGradients {
  readonly weight: Slot | null; // [O, I]
  readonly bias: Slot | null; // [O]
  readonly a: Slot | null; // the shape of the adapter's A
  readonly b: Slot | null; // the shape of the adapter's B
}

/**
 * How backward gets a linear layer's input [T, I]: it was kept, or is computed again from tensors that are kept anyway.
 */
export type SavedInput =
  | { readonly kind: 'kept'; readonly x: Tensor }
  /** A LayerNorm's output, normalized * gamma + beta. */
  | { readonly kind: 'norm'; readonly normalized: Tensor; readonly gamma: Operand; readonly beta: Operand }
  /** A GELU's output, from its input. */
  | { readonly kind: 'gelu'; readonly preActivation: Tensor };

export interface LinearBackwardArgs {
  readonly dy: Tensor; // [T, O]
  /** The forward input; null if neither the weight nor A has a gradient. */
  readonly input: SavedInput | null;
  readonly linear: Linear;
  /** What the forward op returned; null without an adapter. */
  readonly lowRank: Tensor | null; // [T, n * r]
  readonly gradients: LinearGradients;
  /**
   * Given if the forward input was a GELU's output: the GELU's own input, which is handed over. dx is then that input's
   * gradient, and reuses its buffer if the implementation can. It is valid only with needsDx.
   */
  readonly throughGelu: Tensor | null; // [T, I]
  /** False at the lowest adapted layer, below which nothing needs the gradient. */
  readonly needsDx: boolean;
  /** This tensor is handed over: dx is added to it, in place if the implementation can, and the sum is returned. */
  readonly accumulateInto: Tensor | null; // [T, I]
}

export interface AttentionShape {
  readonly batch: number;
  readonly sequence: number;
  readonly heads: number;
}

export interface AttentionBackwardArgs {
  readonly dy: Tensor; // [T, H]
  readonly y: Tensor; // [T, H], the forward output
  readonly queryKeyValue: Tensor; // [T, 3H]
  readonly logSumExp: Tensor; // [batch * heads * sequence]
  readonly lengths: Tensor; // int32 [batch]
  readonly shape: AttentionShape;
  readonly dropout: Dropout | null;
}

export interface AdamWOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** The largest global gradient norm; 0 for no clipping. */
  readonly gradientClip: number;
  /** The learning rate of the layout's faster parameters, in multiples of the others'; 1 if left out. */
  readonly faster?: number;
}

/** How much of the earlier sensitivity and uncertainty stays at each step: AdaLoRA's beta1 and beta2. */
export const SENSITIVITY_KEPT = 0.85;

/** How an op set computes products in mixed precision, and why so. */
export interface MixedPath {
  /**
   * matrix: on the adapter's matrix units, with sums in float32. arithmetic: four products at a time in half floats.
   * storage: in float32, of numbers that are kept as half floats.
   */
  readonly kind: 'matrix' | 'arithmetic' | 'storage';
  /** Half a sentence, such as "this browser offers no matrix units". */
  readonly why: string;
}

/** Measures bytes on the device: of tensors in use, and of buffers that the backend keeps for reuse. */
export interface DeviceMeter {
  /** Starts a new peak, and frees the buffers that nothing uses so that each trial's peak is its own. */
  reset(): void;
  /** The most live and pooled bytes at once since the reset. */
  readonly peakBytes: number;
  /** The most bytes used by tensors at once since the reset. */
  readonly peakLiveBytes: number;
}

/** What turns a product without bias, z [T, O], into the layer's output. */
export interface Magnified {
  readonly magnitudes: Operand; // [n * O / modules], those of the adapted modules one after another
  readonly norms: Tensor; // the shape of the magnitudes, as `rowNorms` gives them
  /** As in the layer's `Adapter`. The columns of modules without an adapter stay as they are. */
  readonly modules: number;
  readonly adapted: readonly number[];
}

/**
 * The ops of DoRA (Liu et al. 2024), which gives each output of a module a magnitude of its own that trains:
 *
 *   y = m / ‖W + s B A‖ * (x W^T + s (x A^T) B^T) + bias
 *
 * where ‖ ‖ is the norm of each row [I] of the matrix, and counts as a constant in backward. The products are those of
 * `linear`; what is here comes before, between and behind them.
 */
export interface MagnitudeOps {
  /** ‖W + s B A‖ of each row of the adapted modules, [n * O / modules]. @throws Error if the layer has no adapter */
  rowNorms(linear: Linear): Tensor;
  /**
   * y = m / norm * z + rest. With `gelu`, y is GELU's output of that, and the sum itself is returned if `gelu.save`.
   * @param rest a bias [O], or a matrix [T, O]
   * @param kept whether backward needs y, so that mixed precision rounds it
   */
  magnify(
    z: Tensor, // [T, O]
    by: Magnified,
    rest: Operand,
    gelu: { readonly save: boolean } | null,
    kept: boolean,
  ): { y: Tensor; preActivation: Tensor | null };
  /** Writes the magnitudes' gradient, and returns that of z [T, O]. @param dy [T, O], of the sum before GELU */
  magnifyBackward(dy: Tensor, z: Tensor, by: Magnified, gradient: Slot): Tensor;
  /** a + factor * b, of equal shape. */
  sum(a: Tensor, b: Tensor, factor: number): Tensor;
  /** The gradient of GELU's input. */
  geluBackward(dy: Tensor, preActivation: Tensor): Tensor;
}

export interface Ops extends MagnitudeOps {
  readonly name: 'reference' | 'webgpu';
  readonly meter: DeviceMeter;
  readonly matrices: MatrixStorage;
  /** The most bytes of one tensor that an op can see. Only an embedding table may be larger. */
  readonly maxTensorBytes: number;
  /** The most trials of a company. */
  readonly maxTrials: number;

  /** A zeroed flat buffer with this layout. */
  flat(layout: FlatLayout): Flat;

  /**
   * Goes through passes without computing anything, to decide where their tensors will lie and to compile their
   * kernels. An implementation may do nothing here.
   * @param onCompiled gets how many kernels of how many are compiled; it may throw to stop
   */
  prepare(passes: Passes, onCompiled: (done: number, total: number) => void): Promise<void>;
  /**
   * How much the passes would take on the device, or null for an op set that leaves that to the backend.
   * @param describe makes what the passes use, without computing, and returns them
   */
  estimate(describe: () => Passes): WorkspaceBytes | null;
  /** Runs a pass and sends it to the device. The caller disposes what it returns. */
  runPass<Output extends string>(pass: Pass<Output>): Record<Output, Tensor>;

  /**
   * Must be called after work on the device has failed and its tensors are disposed. Waits until the device is idle and
   * drops everything that the failure may have spoiled, kernels included. What follows begins as on a new device.
   */
  recover(): Promise<void>;

  /** Sets the current step for the ops that follow. */
  beginStep(state: StepState): void;
  /** Says to which moment of a step the next ops belong. It computes nothing; `estimate` tells what lives in each. */
  readonly enter: (moment: Moment) => void;
  /** Submits the encoded work, so that the device starts while the next step is prepared. */
  flush(): void;
  /** The tensors' values one after another, in one round trip to the device. */
  read(tensors: readonly Tensor[]): Promise<Float32Array>;

  /** Makes a tensor of these values, on the device at once: tf.tensor would keep the host's copy as well. */
  readonly upload: (values: Float32Array | Int32Array, shape: readonly number[]) => Tensor;

  /** dropout(LayerNorm(word + position + token type)). y [T, H]; `saved` is for backward, null unless `save`. */
  embed(
    batch: TokenBatch,
    tables: EmbeddingTables,
    epsilon: number,
    dropout: Dropout | null,
    save: boolean,
  ): { y: Tensor; saved: NormSaved | null };
  /**
   * Writes all five gradients. As in PyTorch, row `padToken` of the word table and row `padPosition` of the position
   * table get none; BERT's position table has no such row, and `padPosition` is null.
   */
  embedBackward(
    dy: Tensor,
    batch: TokenBatch,
    tables: EmbeddingTables,
    saved: NormSaved,
    dropout: Dropout | null,
    gradients: EmbeddingGradients,
    padToken: number,
    padPosition: number | null,
  ): void;

  /**
   * x W^T + bias plus the adapter's term. y [T, O]; lowRank [T, n * r] = dropout(x) A^T, unscaled.
   * @param kept whether backward needs y, so that mixed precision rounds it
   */
  linear(x: Tensor, linear: Linear, kept?: boolean): { y: Tensor; lowRank: Tensor | null };
  /** `linear`, then exact GELU, 0.5 x (1 + erf(x / sqrt 2)). The GELU's input is returned if `save`. */
  linearGelu(
    x: Tensor,
    linear: Linear,
    save: boolean,
  ): { y: Tensor; preActivation: Tensor | null; lowRank: Tensor | null };
  /** Writes the gradients that have a slot, and returns dx [T, I], or null if it is not needed. */
  linearBackward(args: LinearBackwardArgs): Tensor | null;

  /**
   * softmax(Q K^T / sqrt(H / heads)) V of each head, with padded keys masked and dropout on the probabilities.
   * y [T, H]; logSumExp [batch * heads * sequence], of each query's scores.
   */
  attention(
    queryKeyValue: Tensor, // [T, 3H]: each token's query, key and value
    lengths: Tensor, // int32 [batch]
    shape: AttentionShape,
    dropout: Dropout | null,
  ): { y: Tensor; logSumExp: Tensor };
  /** The gradient of query, key and value [T, 3H]. It is zero for the keys and values of padding. */
  attentionBackward(args: AttentionBackwardArgs): Tensor;

  /** LayerNorm(residual + dropout(x)). y [T, H]; `saved` is for backward, null unless `save`. */
  addNorm(
    residual: Tensor,
    x: Tensor,
    gamma: Operand,
    beta: Operand,
    epsilon: number,
    dropout: Dropout | null,
    save: boolean,
  ): { y: Tensor; saved: NormSaved | null };
  /** Without dropout dResidual and dx may share data: dispose dx before handing dResidual over. */
  addNormBackward(
    dy: Tensor,
    saved: NormSaved,
    gamma: Operand,
    dropout: Dropout | null,
    gradients: { readonly gamma: Slot; readonly beta: Slot } | null,
  ): { dResidual: Tensor; dx: Tensor };

  tanh(x: Tensor): Tensor;
  /** @param y the forward output */
  tanhBackward(dy: Tensor, y: Tensor): Tensor;

  /** x * keep / (1 - rate). Applied to the gradient, it is its own backward pass. */
  dropout(x: Tensor, dropout: Dropout): Tensor;

  /** The first token's row of each sentence: [batch, H] of [batch * sequence, H]. */
  firstTokens(x: Tensor, shape: { readonly batch: number; readonly sequence: number }): Tensor;
  /** The gradient of `firstTokens`' input: dy at the first tokens, zero everywhere else. */
  firstTokensBackward(dy: Tensor, shape: { readonly batch: number; readonly sequence: number }): Tensor;

  /**
   * Softmax cross-entropy, averaged over the rows whose label is not -1.
   * dLogits [batch, classes] is the gradient of the mean loss. stats [2] holds the mean loss in nats and the number of
   * rows whose largest logit is the label's.
   * @param labels int32 [batch]; -1 marks a row that only fills up the batch
   */
  crossEntropy(logits: Tensor, labels: Tensor): { dLogits: Tensor; stats: Tensor };

  /**
   * One AdamW step (Loshchilov & Hutter 2019, as torch.optim.AdamW computes it) at the current step's learning rate.
   * The gradient is first scaled by min(1, clip / (norm + 1e-6)), as in torch's clip_grad_norm_.
   * @returns the global gradient norm before clipping, [1]
   */
  adamW(parameters: Flat, gradients: Flat, moment1: Flat, moment2: Flat, options: AdamWOptions): Tensor;

  /**
   * Smooths how much each parameter matters to the loss, as AdaLoRA does it, with I = |parameter * gradient|:
   * sensitivity = 0.85 sensitivity + 0.15 I, then uncertainty = 0.85 uncertainty + 0.15 |I - sensitivity|.
   * @param sensitivity zero before the first step, of the parameters' layout like the other three
   */
  smoothSensitivity(parameters: Flat, gradients: Flat, sensitivity: Flat, uncertainty: Flat): void;

  /** How products are computed in mixed precision; null if that is no different from float32 here. */
  readonly mixedPath: MixedPath | null;
  /**
   * This op set in mixed precision: products of half floats with sums in float32, and what backward needs kept as half
   * floats; everything else is float32. Tensors that are kept can be given to ops alone.
   */
  mixed(): Ops;
  /** This op set for the trials of a company, `count` of them side by side. */
  together(count: number): Company;
}

/**
 * An op set for trials that train together. Each tensor that it makes holds a slab for each trial, one after another,
 * and has the shape of one slab; so do its flat buffers. An op computes each trial from its own slabs; tensors that the
 * plain op set made have none and are shared. So a model needs to know nothing of companies.
 *
 * A pass's inputs hold the trials' values one after another, and `read` gives the slabs in that order. Parameters of the
 * encoder cannot train in a company.
 */
export interface Company extends Ops {
  readonly count: number;
  /** Sets each trial's current step for the ops that follow. */
  beginSteps(states: readonly StepState[]): void;
}
