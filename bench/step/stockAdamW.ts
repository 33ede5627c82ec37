/** @file The peer's optimizer: torch.optim.AdamW after clip_grad_norm_, in tfjs's ops, variable by variable. */
import * as tf from '@tensorflow/tfjs';

const [BETA_1, BETA_2, EPSILON] = [0.9, 0.98, 1e-6];

export interface StockAdamWOptions {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly gradientClip: number;
}

interface State {
  readonly variable: tf.Variable;
  readonly moment1: tf.Variable;
  readonly moment2: tf.Variable;
  readonly decays: boolean;
}

export class StockAdamW {
  private readonly states: readonly State[];
  private steps = 0;

  constructor(
    variables: ReadonlyMap<string, tf.Variable>,
    private readonly options: StockAdamWOptions,
  ) {
    this.states = [...variables].map(([name, variable]) => ({
      variable,
      moment1: tf.variable(tf.zerosLike(variable), false),
      moment2: tf.variable(tf.zerosLike(variable), false),
      decays: !name.endsWith('.bias'),
    }));
  }

  /** Moves the variables along their gradients. To be called in a tidy. */
  step(gradients: tf.NamedTensorMap): void {
    const { learningRate, weightDecay, gradientClip } = this.options;
    this.steps++;
    const all = this.states.map((state) => {
      const gradient = gradients[state.variable.name];
      if (!gradient) throw new Error(`${state.variable.name} got no gradient.`);
      return { ...state, gradient };
    });
    const squares = all.map(({ gradient }) => gradient.square().sum());
    const norm = tf.stack(squares).sum().sqrt(); // tf.addN would bind all its inputs at once, which are too many
    const clip = tf.minimum(1, tf.div(gradientClip, norm.add(1e-6)));
    // These are tensors so that they are uploaded once per step, not once per variable.
    const [beta1, beta2] = [tf.scalar(BETA_1), tf.scalar(BETA_2)];
    const [rest1, rest2] = [tf.scalar(1 - BETA_1), tf.scalar(1 - BETA_2)];
    const stepSize = tf.scalar(learningRate / (1 - BETA_1 ** this.steps));
    const correction = tf.scalar(1 / Math.sqrt(1 - BETA_2 ** this.steps));
    const epsilon = tf.scalar(EPSILON);
    const decay = tf.scalar(1 - learningRate * weightDecay);
    for (const { variable, moment1, moment2, decays, gradient } of all)
      tf.tidy(() => {
        const clipped = gradient.mul(clip);
        moment1.assign(moment1.mul(beta1).add(clipped.mul(rest1)));
        moment2.assign(moment2.mul(beta2).add(clipped.square().mul(rest2)));
        const change = moment1.div(moment2.sqrt().mul(correction).add(epsilon)).mul(stepSize);
        variable.assign((decays ? variable.mul(decay) : variable).sub(change));
      });
  }

  dispose(): void {
    tf.dispose(this.states.flatMap(({ moment1, moment2 }) => [moment1, moment2]));
  }
}
