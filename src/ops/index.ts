/**
 * @file The op set: everything the encoder, its backward pass and the optimizer are built from.
 *
 * Two implementations: `reference.ts` in plain tfjs ops, for reading and for any tfjs backend, and
 * `webgpu/`, one WGSL kernel a file, for speed. Both keep their data in ordinary tfjs tensors.
 *
 * Conventions. T = batch * sequence tokens, H = hidden width, I / O = input / output width of a linear
 * layer, r = LoRA rank. Activations are float32 [T, width]; linear weights are [O, I] as PyTorch stores
 * them, frozen ones perhaps transposed (`FrozenMatrix`). Ops return new tensors that the caller disposes, and never dispose their inputs, except where
 * `accumulateInto` hands a tensor over.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Flat, FlatLayout, Slot } from './flat';
import type { Pass, Passes, WorkspaceBytes } from './pass';

export type { Flat, FlatEntry, FlatLayout, Slot } from './flat';
export type { Pass, Passes, WorkspaceBytes } from './pass';

/** A frozen tensor, or a slice of the flat buffer of trainable parameters. */
export type Operand = Tensor | Slot;

/**
 * Dropout at one place of the network. Whether an element is kept is a pure function of the step's
 * dropout key, the site and the element's index (see `dropout.ts`), so recomputation is exact.
 */
export interface Dropout {
  /** Probability of dropping, in (0, 1). */
  readonly rate: number;
  /** Unique number of the place: layer and position in it. */
  readonly site: number;
}

/** What changes from step to step; set once before a step's first op. */
export interface StepState {
  readonly learningRate: number;
  /** 1-based optimizer step, for Adam's bias correction. */
  readonly step: number;
  /** 32-bit key of this step's dropout masks. */
  readonly dropoutKey: number;
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
  /** int32 [batch]: real tokens per sentence; the rest is padding on the right. At least 1. */
  readonly lengths: Tensor;
  /** For `embedBackward`: `rowsById` of both; null where the embeddings get no gradients. */
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

/** What LayerNorm's backward pass needs. */
export interface NormSaved {
  readonly normalized: Tensor; // [T, H], before gamma and beta
  readonly rstd: Tensor; // [T]
}

/**
 * y += scaling * (dropout(x) A^T) B^T, Hu et al. 2021; as PEFT computes it.
 *
 * A linear layer may be several modules stacked (query, key and value), of which n carry an adapter. Their
 * A and B are stacked too. The dropout of x is one for all of them, where PEFT draws one for each.
 */
export interface Adapter {
  readonly a: Operand; // [n * r, I]
  readonly b: Operand; // [n * O / modules, r]
  readonly rank: number;
  /** How many modules of equal height the layer stacks: 1, or 3. */
  readonly modules: number;
  /** Which of them have an adapter, ascending: [0] where there is but one. */
  readonly adapted: readonly number[];
  readonly scaling: number;
  readonly dropout: Dropout | null;
}

/** What the elements of a frozen matrix are kept in. */
export type Precision = 'f32' | 'f16' | 'int8';

/** A frozen matrix [O, I] in fewer bits, unpacked where it is used, or transposed, or both. */
export interface FrozenMatrix {
  readonly precision: Precision;
  readonly shape: readonly [outputs: number, inputs: number];
  /** Whether the data's rows are the inputs': [I, O]. */
  readonly transposed: boolean;
  /**
   * float32 [rows, width], or int32 [rows, width / 2] or [rows, width / 4], whose width is a multiple of 4:
   * WGSL's pack2x16float, or four signed bytes, the lowest first.
   */
  readonly data: Tensor;
  /** int8: float32 [O], what the bytes of an output are multiplied by. */
  readonly scale: Tensor | null;
}

/** How an op set wants the frozen matrices of linear layers. */
export interface MatrixStorage {
  /** Whether it unpacks by itself. */
  readonly packs: boolean;
  /** Whether it is faster with transposed ones, where O and I are multiples of 4. */
  readonly transposes: boolean;
}

/** The matrix of a linear layer. */
export type Weight = Operand | FrozenMatrix;

/** A linear layer: a module, or several with the same input stacked. */
export interface Linear {
  readonly weight: Weight; // [O, I]
  readonly bias: Operand; // [O]
  readonly adapter: Adapter | null;
}

export interface LinearGradients {
  readonly weight: Slot | null; // [O, I]
  readonly bias: Slot | null; // [O]
  readonly a: Slot | null; // as the adapter's A
  readonly b: Slot | null; // as the adapter's B
}

/** How backward gets a linear layer's input [T, I] back: kept, or again from what is kept anyway. */
export type SavedInput =
  | { readonly kind: 'kept'; readonly x: Tensor }
  /** normalized * gamma + beta, a LayerNorm's output. */
  | { readonly kind: 'norm'; readonly normalized: Tensor; readonly gamma: Operand; readonly beta: Operand }
  /** GELU of this. */
  | { readonly kind: 'gelu'; readonly preActivation: Tensor };

export interface LinearBackwardArgs {
  readonly dy: Tensor; // [T, O]
  /** The forward input; null where neither the weight nor A has a gradient. */
  readonly input: SavedInput | null;
  readonly linear: Linear;
  /** From `linear`; null without adapter. */
  readonly lowRank: Tensor | null; // [T, n * r]
  readonly gradients: LinearGradients;
  /**
   * Where the input was a GELU's output: its input, handed over. dx is then the gradient of that, in its
   * place where the implementation can. Wants needsDx.
   */
  readonly throughGelu: Tensor | null; // [T, I]
  /** False at the lowest adapted layer: nothing below wants the gradient. */
  readonly needsDx: boolean;
  /** Handed over: dx is added to it (in place where the implementation can) and it is returned. */
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
  /** Largest global gradient norm; 0 for no clipping. */
  readonly gradientClip: number;
}

/** Bytes on the device: tensors in use and buffers that the backend keeps for reuse. */
export interface DeviceMeter {
  /** Starts a new peak and frees the buffers that nothing uses, so that each trial's peak is its own. */
  reset(): void;
  /** Most live and pooled bytes at once since the reset. */
  readonly peakBytes: number;
  /** Most bytes in use by tensors at once since the reset. */
  readonly peakLiveBytes: number;
}

export interface Ops {
  readonly name: 'reference' | 'webgpu';
  readonly meter: DeviceMeter;
  readonly matrices: MatrixStorage;
  /** As much of a tensor can be seen by one op; a table of embeddings may be larger. */
  readonly maxTensorBytes: number;

  /** A zeroed flat buffer with this layout. */
  flat(layout: FlatLayout): Flat;

  /**
   * Goes through passes without computing anything: decides where their tensors will lie, and compiles their kernels. Bodies may be run or not.
   * @param onCompiled may throw, to give up
   */
  prepare(passes: Passes, onCompiled: (done: number, total: number) => void): Promise<void>;
  /**
   * What passes would take on the device; null where that is not planned but left to the backend.
   * @param describe makes what the passes use, without computing, and returns them
   */
  estimate(describe: () => Passes): WorkspaceBytes | null;
  /** Runs a pass and sends it to the device. What it returns is the caller's to dispose. */
  runPass<Output extends string>(pass: Pass<Output>): Record<Output, Tensor>;

  /**
   * After work on the device has failed, and its tensors are disposed: waits until the device is done, and drops everything
   * that the failure may have spoiled, kernels included. What comes next begins as on a new device.
   */
  recover(): Promise<void>;

  /** Sets what the following ops take as the current step. */
  beginStep(state: StepState): void;
  /** Sends recorded work to the device, so that it starts while the next step is prepared. */
  flush(): void;
  /** The tensors' values one after another; one round trip to the device. */
  read(tensors: readonly Tensor[]): Promise<Float32Array>;

  /** A tensor of these values, on the device at once: tfjs's own would keep the host's copy as well. */
  readonly upload: (values: Float32Array | Int32Array, shape: readonly number[]) => Tensor;

  /** LayerNorm(word + position + token type), then dropout. y [T, H]. */
  embed(
    batch: TokenBatch,
    tables: EmbeddingTables,
    epsilon: number,
    dropout: Dropout | null,
    save: boolean,
  ): { y: Tensor; saved: NormSaved | null };
  /**
   * Writes all five gradients. As in PyTorch, row `padToken` of the word table and row `padPosition` of the position
   * table (null: none, as in BERT) get none.
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

  /** x W^T + bias, plus the adapter's term. y [T, O]; lowRank [T, n * r] = dropout(x) A^T, unscaled. */
  linear(x: Tensor, linear: Linear): { y: Tensor; lowRank: Tensor | null };
  /** The same with exact GELU, 0.5 x (1 + erf(x / sqrt 2)), behind it; its input is returned if `save`. */
  linearGelu(
    x: Tensor,
    linear: Linear,
    save: boolean,
  ): { y: Tensor; preActivation: Tensor | null; lowRank: Tensor | null };
  /** Writes the gradients that have a slot; returns dx [T, I], or null where it is not needed. */
  linearBackward(args: LinearBackwardArgs): Tensor | null;

  /** softmax(Q K^T / sqrt(H / heads)) V per head, padded keys masked, dropout on the probabilities. */
  attention(
    queryKeyValue: Tensor, // [T, 3H]: each token's query, key and value
    lengths: Tensor,
    shape: AttentionShape,
    dropout: Dropout | null,
  ): { y: Tensor; logSumExp: Tensor };
  /** The gradient of query, key and value [T, 3H]; zero for padded tokens' keys and values. */
  attentionBackward(args: AttentionBackwardArgs): Tensor;

  /** LayerNorm(residual + dropout(x)). y [T, H]. */
  addNorm(
    residual: Tensor,
    x: Tensor,
    gamma: Operand,
    beta: Operand,
    epsilon: number,
    dropout: Dropout | null,
    save: boolean,
  ): { y: Tensor; saved: NormSaved | null };
  /** dResidual and dx may share data where there is no dropout: dispose dx before handing dResidual over. */
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

  /** x * keep / (1 - rate). Its own backward pass, applied to the gradient. */
  dropout(x: Tensor, dropout: Dropout): Tensor;

  /** Each sentence's first token, [batch, H] of [batch * sequence, H]. */
  firstTokens(x: Tensor, shape: { readonly batch: number; readonly sequence: number }): Tensor;
  /** The reverse: gradients at the first tokens, zeros elsewhere. */
  firstTokensBackward(dy: Tensor, shape: { readonly batch: number; readonly sequence: number }): Tensor;

  /**
   * Softmax cross-entropy, averaged over the rows whose label is not -1.
   * dLogits [batch, classes] is the mean loss's gradient; stats [2] holds the mean loss and the number
   * of rows whose largest logit is the label's.
   * @param labels int32 [batch]; -1 marks a row that fills up the batch
   */
  crossEntropy(logits: Tensor, labels: Tensor): { dLogits: Tensor; stats: Tensor };

  /**
   * One AdamW step (Loshchilov & Hutter 2019, as torch.optim.AdamW) with the current step's learning
   * rate; the gradient is first scaled by min(1, clip / (norm + 1e-6)) as torch's clip_grad_norm_.
   * @returns the global gradient norm before clipping, [1]
   */
  adamW(parameters: Flat, gradients: Flat, moment1: Flat, moment2: Flat, options: AdamWOptions): Tensor;
}
