/** @file AdaLoRA's smoothed sensitivity and uncertainty over flat buffers. A thread updates four elements of each. */
import { SENSITIVITY_KEPT, type Flat } from '../../index';
import { flatTensor } from '../runtime/flat';
import type { KernelSource } from '../runtime/kernel';
import type { Runner } from '../runtime/runner';

/** Updates `sensitivity` and `uncertainty` from the values that the other two have now; all are of one layout. */
export function smoothSensitivity(
  runner: Runner,
  parameters: Flat,
  gradients: Flat,
  sensitivity: Flat,
  uncertainty: Flat,
): void {
  runner.chunkSums.finish(); // the gradients have to be complete
  const groups = parameters.layout.length / 4; // a layout's length is a multiple of 64
  runner.run('smoothSensitivity', () => SOURCE, {
    buffers: {
      parameter: flatTensor(parameters),
      gradient: flatTensor(gradients),
      sensitivity: flatTensor(sensitivity),
      uncertainty: flatTensor(uncertainty),
    },
    uniforms: { groups, kept: SENSITIVITY_KEPT, rest: 1 - SENSITIVITY_KEPT },
    threads: groups,
  });
}

const SOURCE: KernelSource = {
  inputs: { parameter: 'vec4f', gradient: 'vec4f' },
  outputs: { sensitivity: 'vec4f', uncertainty: 'vec4f' },
  uniforms: { groups: 'u32', kept: 'f32', rest: 'f32' },
  workgroup: [64, 1],
  body: `
  if (index >= p.groups) { return; }
  let sensed = abs(parameter[index] * gradient[index]);
  let smoothed = p.kept * sensitivity[index] + p.rest * sensed;
  sensitivity[index] = smoothed;
  uncertainty[index] = p.kept * uncertainty[index] + p.rest * abs(sensed - smoothed);`,
};
