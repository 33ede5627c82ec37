/**
 * @file Linear layers whose adapters have magnitudes (DoRA, Liu et al. 2024), forward beside backward, as PEFT computes
 * them. With f = m / ‖W + s B A‖, which is 1 for modules without an adapter, and the adapter's dropout D:
 *
 *   without   z = x W^T + s (x A^T) B^T          y = f z + bias
 *   with      z = D(x) W^T + s (D(x) A^T) B^T    y = f z + (x - D(x)) W^T + bias
 *
 * Dropout thus falls on the pretrained product too, but for the part of it that f = 1 would leave as it is. That takes a
 * second product of the same size in both passes.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Linear, LinearBackwardArgs, Magnified, Operand, Ops, Slot } from '../ops';

/** What backward needs besides what it needs of any adapter. */
export interface MagnifiedSaved {
  readonly z: Tensor; // [T, O]
  readonly norms: Tensor; // [n * O / modules]
}

export interface MagnifiedForward {
  readonly y: Tensor; // [T, O]
  readonly preActivation: Tensor | null; // [T, O]
  readonly lowRank: Tensor | null; // [T, n * r]
  readonly saved: MagnifiedSaved;
}

export interface MagnifiedArgs {
  readonly linear: Linear;
  readonly magnitudes: Operand; // [n * O / modules]
  /** As in `Ops.magnify`. */
  readonly gelu: { readonly save: boolean } | null;
  readonly kept: boolean;
  /** Whether backward comes here. */
  readonly saves: boolean;
}

function magnifiedBy({ adapter }: Linear, magnitudes: Operand, norms: Tensor): Magnified {
  if (!adapter) throw new Error('Only adapters have magnitudes.');
  return { magnitudes, norms, modules: adapter.modules, adapted: adapter.adapted };
}

/** The caller disposes what is returned. @param x [T, I] */
export function magnifiedLinear(
  ops: Ops,
  x: Tensor,
  { linear, magnitudes, gelu, kept, saves }: MagnifiedArgs,
): MagnifiedForward {
  const { weight, bias, adapter } = linear;
  if (!adapter || !bias) throw new Error('A layer with magnitudes has an adapter and a bias.');
  const norms = ops.rowNorms(linear);
  const by = magnifiedBy(linear, magnitudes, norms);
  if (!adapter.dropout) {
    const { y: z, lowRank } = ops.linear(x, { weight, bias: null, adapter }, saves);
    return { ...ops.magnify(z, by, bias, gelu, kept), lowRank, saved: { z, norms } };
  }
  const dropped = ops.dropout(x, adapter.dropout);
  const lost = ops.sum(x, dropped, -1);
  const { y: rest } = ops.linear(lost, { weight, bias, adapter: null });
  lost.dispose();
  const own = { ...adapter, dropout: null };
  const { y: z, lowRank } = ops.linear(dropped, { weight, bias: null, adapter: own }, saves);
  dropped.dispose();
  const output = ops.magnify(z, by, rest, gelu, kept);
  rest.dispose();
  return { ...output, lowRank, saved: { z, norms } };
}

const NO_GRADIENTS = { weight: null, bias: null, a: null, b: null };

/**
 * As `Ops.linearBackward`; it also writes the magnitudes' gradient. `saved` remains the caller's.
 * @param args its linear layer is as in forward
 */
export function magnifiedBackward(
  ops: Ops,
  args: LinearBackwardArgs,
  saved: MagnifiedSaved,
  { magnitudes, gradient }: { readonly magnitudes: Operand; readonly gradient: Slot },
): Tensor | null {
  const { dy, linear, throughGelu, accumulateInto, needsDx } = args;
  const dz = ops.magnifyBackward(dy, saved.z, magnifiedBy(linear, magnitudes, saved.norms), gradient);
  const dropout = linear.adapter?.dropout;
  if (!dropout || !needsDx) {
    const dx = ops.linearBackward({ ...args, dy: dz });
    dz.dispose();
    return dx;
  }
  // Without dropout dx = dz W + du A. With it, what comes by W in excess of dy W is dropped like the adapter's part.
  const excess = ops.sum(dz, dy, -1);
  const undropped = ops.linearBackward({
    dy: excess,
    input: null,
    linear: { ...linear, adapter: null },
    lowRank: null,
    gradients: NO_GRADIENTS,
    throughGelu: null,
    needsDx: true,
    accumulateInto: null,
  });
  excess.dispose();
  if (!undropped) throw new Error('A product without accumulation gives a gradient.');
  const dropped = ops.dropout(undropped, dropout);
  const change = ops.sum(dropped, undropped, -1);
  dropped.dispose();
  undropped.dispose();
  const into = accumulateInto ? ops.sum(accumulateInto, change, 1) : change;
  if (accumulateInto) change.dispose();
  accumulateInto?.dispose();
  const dx = ops.linearBackward({ ...args, dy: dz, throughGelu: null, accumulateInto: into });
  dz.dispose();
  if (!throughGelu || !dx) return dx;
  const dInput = ops.geluBackward(dx, throughGelu);
  dx.dispose();
  throughGelu.dispose();
  return dInput;
}
