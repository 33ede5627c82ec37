/**
 * @file The peer: the same encoder with the same adapters in tfjs's own ops, trained under tfjs's own tape, written as
 * somebody who knows tfjs well would write it. Weights are [in, out] as in tfjs's layers, activations of linear layers are
 * 2-D, constants are made once, and frozen weights are not variables, so that the tape computes no gradient for them.
 * `tf.fused.matMul` is not used, because its gradient function would compute them.
 */
import * as tf from '@tensorflow/tfjs';
import type { HostBatch } from '../../src/data/batches';
import type { LoraScenario } from '../../src/experiment/experiment';
import { hasModule, type Component } from '../../src/architecture/modules';
import type { ModelConfig } from '../../src/architecture/config';
import { adapterName, EMBEDDINGS, HEAD, moduleName, normName } from '../../src/architecture/names';
import { encoderShapes } from '../../src/architecture/shapes';
import { trainableLayout, initialEntries } from '../../src/model/trainable';
import { entryOf, rangesOf } from '../../src/ops/flat';
import type { EncoderWeights } from '../../src/architecture/tensorSource';
import { StockAdamW } from './stockAdamW';
import { GRADIENT_CLIP, SEED, WEIGHT_DECAY, type Trainee } from './trainee';

/** Added to the scores of padded keys. */
const MASKED = -1e9;

/** [rows, columns] to [columns, rows], on the host. Both indices are below rows * columns, the length of the arrays. */
function transposed(values: Float32Array, [rows = 0, columns = 0]: readonly number[]): tf.Tensor2D {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = values[row * columns + column]!;
  return tf.tensor2d(turned, [columns, rows]);
}

/** Constants as tensors, made once: each use of a plain number would be an upload. */
function makeConstants({ config, scenario }: StockSetting) {
  return {
    one: tf.scalar(1),
    half: tf.scalar(0.5),
    rootHalf: tf.scalar(Math.SQRT1_2),
    epsilon: tf.scalar(config.layerNormEpsilon),
    loraScale: tf.scalar(scenario.alpha / scenario.rank),
    attentionScale: tf.scalar(Math.sqrt(config.heads / config.hidden)),
  };
}

export interface StockSetting {
  readonly config: ModelConfig;
  readonly scenario: LoraScenario;
  readonly pretrained: EncoderWeights;
  readonly learningRate: number;
}

class StockModel {
  /** The parameters that train: adapters and head. */
  readonly variables = new Map<string, tf.Variable>();
  private readonly frozen = new Map<string, tf.Tensor>();

  private readonly constants: ReturnType<typeof makeConstants>;

  static async create(setting: StockSetting): Promise<StockModel> {
    const model = new StockModel(setting);
    await model.start();
    return model;
  }

  private constructor(private readonly setting: StockSetting) {
    this.constants = makeConstants(setting);
  }

  private async start(): Promise<void> {
    const { config, scenario, pretrained } = this.setting;
    for (const { name, shape } of encoderShapes(config)) {
      const isLinear = name.startsWith('encoder.') && shape.length === 2;
      const values = await pretrained(name);
      this.frozen.set(name, isLinear ? transposed(values, shape) : tf.tensor(values, [...shape]));
    }
    const layout = trainableLayout(config, scenario);
    const values = new Float32Array(layout.length);
    for await (const entry of initialEntries(layout, SEED, pretrained))
      values.set(entry.values, entryOf(layout, entry.name).offset);
    for (const { name, shape, offset, size } of rangesOf(layout).values()) {
      const range = values.subarray(offset, offset + size);
      const initial = shape.length === 2 ? transposed(range, shape) : tf.tensor(range.slice(), [...shape]);
      this.variables.set(name, tf.variable(initial, true));
      initial.dispose();
    }
  }

  dispose(): void {
    tf.dispose([...this.variables.values(), ...this.frozen.values(), ...Object.values(this.constants)]);
  }

  /** The mean loss. To be called in a tidy or under the tape. */
  loss(batch: StockBatch): tf.Scalar {
    return tf.losses.softmaxCrossEntropy(batch.oneHot, this.logits(batch));
  }

  private logits({ tokens, positions, mask, batch, sequence }: StockBatch): tf.Tensor2D {
    const { config } = this.setting;
    const embedded = tf
      .gather(this.tensor(EMBEDDINGS.word), tokens)
      .add(tf.gather(this.tensor(EMBEDDINGS.position), positions))
      .add(this.tensor(EMBEDDINGS.tokenType).slice([0, 0], [1, config.hidden]));
    let x = this.norm(embedded as tf.Tensor2D, normName('embeddings'));
    for (let layer = 0; layer < config.layers; layer++) x = this.layer(x, layer, { batch, sequence, mask });
    const first = tf.slice3d(tf.reshape(x, [batch, sequence, -1]), [0, 0, 0], [batch, 1, config.hidden]);
    const dense = this.dense(tf.reshape(first, [batch, config.hidden]), HEAD.dense).tanh();
    return this.dense(dense as tf.Tensor2D, HEAD.output);
  }

  private layer(
    x: tf.Tensor2D,
    layer: number,
    { batch, sequence, mask }: Pick<StockBatch, 'batch' | 'sequence' | 'mask'>,
  ): tf.Tensor2D {
    const { heads } = this.setting.config;
    const split = (component: Component): tf.Tensor4D =>
      tf.transpose(
        tf.reshape(this.module(x, layer, component), [batch, sequence, heads, -1]),
        [0, 2, 1, 3],
      ) as tf.Tensor4D;
    const scores = tf.matMul(split('query'), split('key'), false, true).mul(this.constants.attentionScale);
    const probabilities = tf.softmax(scores.add(mask));
    const context = tf.matMul(probabilities, split('value'));
    const joined = tf.reshape(tf.transpose(context, [0, 2, 1, 3]), [batch * sequence, -1]) as tf.Tensor2D;
    const attended = this.module(joined, layer, 'attentionOutput').add(x);
    const middle = this.norm(attended as tf.Tensor2D, normName({ layer, after: 'attention' }));
    const raised = this.gelu(this.module(middle, layer, 'up'));
    const lowered = this.module(raised, layer, 'down').add(middle);
    return this.norm(lowered as tf.Tensor2D, normName({ layer, after: 'feedForward' }));
  }

  /** A linear layer with its adapter, if it has one. */
  private module(x: tf.Tensor2D, layer: number, component: Component): tf.Tensor2D {
    const y = this.dense(x, moduleName(layer, component));
    if (!hasModule(this.setting.scenario.modules, layer + 1, component)) return y;
    const [a, b] = (['A', 'B'] as const).map((matrix) => this.tensor(adapterName(layer, component, matrix)));
    const low = tf.matMul(x, a as tf.Tensor2D);
    return y.add(tf.matMul(low, b as tf.Tensor2D).mul(this.constants.loraScale));
  }

  private dense(x: tf.Tensor2D, name: string): tf.Tensor2D {
    return tf.matMul(x, this.tensor(`${name}.weight`) as tf.Tensor2D).add(this.tensor(`${name}.bias`));
  }

  private norm(x: tf.Tensor2D, name: string): tf.Tensor2D {
    const { mean, variance } = tf.moments(x, -1, true);
    const normalized = x.sub(mean).mul(variance.add(this.constants.epsilon).rsqrt());
    return normalized.mul(this.tensor(`${name}.weight`)).add(this.tensor(`${name}.bias`));
  }

  private gelu(x: tf.Tensor2D): tf.Tensor2D {
    const { one, half, rootHalf } = this.constants;
    return x.mul(half).mul(x.mul(rootHalf).erf().add(one));
  }

  private tensor(name: string): tf.Tensor {
    const tensor = this.variables.get(name) ?? this.frozen.get(name);
    if (!tensor) throw new Error(`The model has no tensor called ${name}.`);
    return tensor;
  }
}

/** One padded batch on the device. */
interface StockBatch {
  readonly batch: number;
  readonly sequence: number;
  readonly tokens: tf.Tensor1D;
  readonly positions: tf.Tensor1D;
  /** [batch, 1, 1, sequence]: 0 for words, a large negative number for padding. */
  readonly mask: tf.Tensor4D;
  readonly oneHot: tf.Tensor2D;
}

function upload(
  { batch, sequence, tokens, positions, lengths, labels }: HostBatch,
  classes: number,
): StockBatch {
  const mask = Float32Array.from({ length: batch * sequence }, (_, at) =>
    at % sequence < (lengths[Math.floor(at / sequence)] ?? 0) ? 0 : MASKED,
  );
  const oneHot = new Float32Array(batch * classes);
  labels.forEach((label, row) => (oneHot[row * classes + label] = 1));
  return {
    batch,
    sequence,
    tokens: tf.tensor1d(tokens, 'int32'),
    positions: tf.tensor1d(positions, 'int32'),
    mask: tf.tensor4d(mask, [batch, 1, 1, sequence]),
    oneHot: tf.tensor2d(oneHot, [batch, classes]),
  };
}

export async function stockTrainee(setting: StockSetting, host: HostBatch): Promise<Trainee> {
  const model = await StockModel.create(setting);
  const optimizer = new StockAdamW(model.variables, {
    learningRate: setting.learningRate,
    weightDecay: WEIGHT_DECAY,
    gradientClip: GRADIENT_CLIP,
  });
  const variables = [...model.variables.values()];
  return {
    prepare: () => Promise.resolve(),
    trainableParameters: variables.reduce((sum, { size }) => sum + size, 0),
    step: () =>
      tf.tidy(() => {
        const batch = upload(host, setting.config.labels);
        const { value, grads } = tf.variableGrads(() => model.loss(batch), variables);
        optimizer.step(grads);
        return value;
      }),
    async losses(results) {
      const values = await Promise.all(results.map((result) => result.data()));
      tf.dispose([...results]);
      return values.map(([loss]) => loss ?? NaN);
    },
    dispose() {
      optimizer.dispose();
      model.dispose();
    },
  };
}
