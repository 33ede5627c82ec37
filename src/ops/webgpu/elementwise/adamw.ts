/**
 * @file One AdamW step over flat buffers, with clipping by the global gradient norm. A thread updates four parameters.
 *
 * What depends on the step number comes from `now`, which the host computes in double precision.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { AdamWOptions, Flat } from '../../index';
import { flatTensor } from '../runtime/flat';
import type { KernelSource } from '../runtime/kernel';
import type { Runner } from '../runtime/runner';

/** How many threads the norm's first stage has: enough to keep a GPU's memory busy. */
const NORM_THREADS = 65536;
/** Each later stage has this many times fewer threads. */
const NORM_STAGE = 256;

/**
 * sqrt(sum of squares), [1]. In each stage the n threads sum every n-th element, always in the same order; the next
 * stage sums their results.
 */
function globalNorm(runner: Runner, gradients: Tensor): Tensor {
  const stage = (x: Tensor, threads: number, first: boolean): Tensor => {
    const last = threads === 1;
    const y = runner.tensor([threads]);
    runner.run(
      `globalNorm ${first} ${last}`,
      () => ({
        inputs: { x: first ? 'vec4f' : 'f32' },
        outputs: { y: 'f32' },
        uniforms: { size: 'u32', threads: 'u32' },
        workgroup: [32, 1],
        body: `
  if (index >= p.threads) { return; }
  var sum = ${first ? 'vec4f(0.0)' : '0.0'};
  for (var i = index; i < p.size; i += p.threads) { sum += ${first ? 'x[i] * x[i]' : 'x[i]'}; }
  let total = ${first ? 'dot(sum, vec4f(1.0))' : 'sum'};
  y[index] = ${last ? 'sqrt(total)' : 'total'};`,
      }),
      { buffers: { x, y }, uniforms: { size: first ? x.size / 4 : x.size, threads }, threads },
    );
    return y;
  };
  const groups = gradients.size / 4;
  let sums = stage(gradients, Math.min(NORM_THREADS, Math.max(2, Math.ceil(groups / 16))), true);
  while (sums.size > 1) {
    const next = stage(sums, sums.size > 4 * NORM_STAGE ? Math.ceil(sums.size / NORM_STAGE) : 1, false);
    sums.dispose();
    sums = next;
  }
  return sums;
}

/** @returns the global gradient norm before clipping, [1] */
export function adamW(
  runner: Runner,
  parameters: Flat,
  gradients: Flat,
  moment1: Flat,
  moment2: Flat,
  options: AdamWOptions,
): Tensor {
  const { length, decayLength, fasterFrom } = parameters.layout;
  const { faster = 1 } = options;
  const [p, g, m, v] = [parameters, gradients, moment1, moment2].map(flatTensor) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  runner.chunkSums.finish(); // the gradients have to be complete
  const norm = globalNorm(runner, g);
  const groups = length / 4; // a layout's length is a multiple of 64
  runner.run(faster === 1 ? 'adamW' : 'adamW faster', () => (faster === 1 ? SOURCE : FASTER_SOURCE), {
    buffers: { parameter: p, gradient: g, moment1: m, moment2: v, norm },
    uniforms: {
      groups,
      decayGroups: decayLength / 4,
      beta1: options.beta1,
      rest1: 1 - options.beta1,
      beta2: options.beta2,
      rest2: 1 - options.beta2,
      epsilon: options.epsilon,
      clip: options.gradientClip,
      ...(faster === 1 ? {} : { slowerGroups: fasterFrom / 4, faster }),
    },
    threads: groups,
  });
  return norm;
}

/** The moments' update, which is the same for all parameters. */
const MOMENTS = `
  if (index >= p.groups) { return; }
  var g = gradient[index];
  if (p.clip > 0.0) { g *= min(1.0, p.clip / (norm[0] + 1e-6)); }
  let m = p.beta1 * moment1[index] + p.rest1 * g;
  let v = p.beta2 * moment2[index] + p.rest2 * g * g;
  moment1[index] = m;
  moment2[index] = v;`;

/** Groups are of four elements; weight decay applies to the first `decayGroups`. */
const SOURCE: KernelSource = {
  inputs: { gradient: 'vec4f', norm: 'f32' },
  outputs: { parameter: 'vec4f', moment1: 'vec4f', moment2: 'vec4f' },
  uniforms: {
    groups: 'u32',
    decayGroups: 'u32',
    beta1: 'f32',
    rest1: 'f32',
    beta2: 'f32',
    rest2: 'f32',
    epsilon: 'f32',
    clip: 'f32',
  },
  workgroup: [64, 1],
  body: `${MOMENTS}
  let decayed = parameter[index] * select(1.0, now.decay, index < p.decayGroups);
  parameter[index] = decayed - now.stepSize * m / (sqrt(v) / now.rootCorrection2 + p.epsilon);`,
};

/** The same, where all but the first `slowerGroups` train at a learning rate that is `faster` times theirs. */
const FASTER_SOURCE: KernelSource = {
  ...SOURCE,
  uniforms: { ...SOURCE.uniforms, slowerGroups: 'u32', faster: 'f32' },
  body: `${MOMENTS}
  let rate = select(p.faster, 1.0, index < p.slowerGroups);
  let decayed = parameter[index] * (1.0 - select(0.0, now.decay * rate, index < p.decayGroups));
  parameter[index] = decayed - rate * now.stepSize * m / (sqrt(v) / now.rootCorrection2 + p.epsilon);`,
};
