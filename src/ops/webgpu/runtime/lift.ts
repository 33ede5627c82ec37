/**
 * @file Lifts a kernel that computes one trial to one that computes all trials of a company side by side, as JAX's vmap
 * lifts a function (Bradbury et al. 2018). The workgroups' third dimension counts the trials. Each storage array holds a
 * slab for each trial, and an index into it is moved to the trial's own; what the trials share has a stride of 0.
 *
 * So kernels are written for one trial, and a trial computes in company what it computes alone.
 */
import type { KernelSource, StorageType } from './kernel';

/** How many elements of a tensor one element of a storage array holds. */
export const ELEMENTS: Readonly<Record<StorageType, number>> = {
  f32: 1,
  i32: 1,
  u32: 1,
  vec2f: 2,
  vec2u: 2,
  vec4f: 4,
  vec4u: 4,
};

/** The uniform that holds the distance between the slabs of a storage array, in its own elements; 0 if it is shared. */
export const strideOf = (array: string): string => `stride_${array}`;

/** Uniforms of kernels that drop: how the elements of the mask lie, see `MaskShape`. */
export const MASK_FIELDS = { maskRows: 'u32', maskWidth: 'u32', maskSquare: 'u32' } as const;

/** Heads of the functions that decide by an element's number whether it is kept. */
const KEEP = /fn (keep[14])\(i: u32\) -> (\w+) \{/g;

/** `unpaddedIndex` of `../../dropout.ts` in WGSL. */
const UNPADDED_INDEX = `
fn unpaddedIndex(element: u32) -> u32 {
  let sequence = steps[trial].sequence;
  if (p.maskRows == 1u || p.maskRows == sequence) { return element; }
  let row = element / p.maskWidth;
  let ownRow = row / p.maskRows * sequence + row % p.maskRows;
  return ownRow * select(p.maskWidth, sequence, p.maskSquare == 1u) + element % p.maskWidth;
}`;

export function lift(source: KernelSource): KernelSource {
  const { inputs, outputs, uniforms, functions = '', body } = source;
  const arrays = [...Object.keys(inputs), ...Object.keys(outputs)];
  const drops = functions.search(KEEP) >= 0;
  const lifted = (code: string, trial: string): string =>
    arrays
      .reduce((moved, array) => moveIndices(moved, array, trial), code)
      .replaceAll(/\bnow\./g, `steps[${trial}].`);
  return {
    ...source,
    trials: true,
    uniforms: {
      ...uniforms,
      ...Object.fromEntries(arrays.map((array) => [strideOf(array), 'u32' as const])),
      ...(drops ? MASK_FIELDS : {}),
    },
    functions: `${drops ? UNPADDED_INDEX : ''}${lifted(functions, IN_FUNCTIONS).replaceAll(
      KEEP,
      'fn $1(element: u32) -> $2 {\n  let i = unpaddedIndex(element);',
    )}`,
    body: lifted(body, IN_BODY),
  };
}

/**
 * WGSL of the trial's number. In the body it is the builtin itself: the same for a whole workgroup, as barriers need it.
 * Functions outside `main` read the private variable that `kernel.ts` sets.
 */
const IN_BODY = 'workgroup.z';
const IN_FUNCTIONS = 'trial';

/** Moves every index into a storage array to the trial's slab. */
function moveIndices(code: string, array: string, trial: string): string {
  const use = new RegExp(`(?<![\\w.])${array}\\[`);
  const found = use.exec(code);
  if (!found) return code;
  const start = found.index + found[0].length;
  const end = closingBracket(code, start);
  const index = moveIndices(code.slice(start, end), array, trial);
  const rest = moveIndices(code.slice(end), array, trial);
  return `${code.slice(0, start)}${trial} * p.${strideOf(array)} + (${index})${rest}`;
}

/** The position of the bracket that closes the one before `start`. */
export function closingBracket(code: string, start: number): number {
  let depth = 1;
  for (let at = start; at < code.length; at++) {
    if (code[at] === '[') depth++;
    else if (code[at] === ']' && --depth === 0) return at;
  }
  throw new Error('A bracket of the kernel is not closed.');
}
