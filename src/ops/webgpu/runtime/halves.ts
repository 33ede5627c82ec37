/**
 * @file Lets a kernel that is written for float32 read and write tensors that are kept as half floats, two in each word.
 * As `lift.ts` does for companies, it rewrites the accesses to storage arrays: what is read is unpacked, and a vec4 that
 * is written is rounded and packed. So kernels are written once, and compute in float32 whatever is kept.
 *
 * Gradients may be too small for half floats. They are kept multiplied by GRADIENT_RANGE.
 */
import type { KernelSource, StorageType } from './kernel';
import { closingBracket } from './lift';

/**
 * The factor by which gradients are multiplied before they are rounded to half floats, and sums divided by afterwards.
 * It is a power of two, so that nothing but the range changes: halves go from 6e-5 (6e-8 with fewer digits) to 65504.
 */
export const GRADIENT_RANGE = 4096;

const FUNCTIONS = `
fn unpackHalves(pairs: vec2u) -> vec4f { return vec4f(unpack2x16float(pairs.x), unpack2x16float(pairs.y)); }
fn packHalves(numbers: vec4f) -> vec2u {
  let four = clamp(numbers, vec4f(-65504.0), vec4f(65504.0)); // what is larger would have no defined value
  return vec2u(pack2x16float(four.xy), pack2x16float(four.zw));
}
`;

const GRADIENT_FUNCTIONS = `
fn unpackGradient(pairs: vec2u) -> vec4f { return unpackHalves(pairs) / ${GRADIENT_RANGE}.0; }
fn packGradient(numbers: vec4f) -> vec2u { return packHalves(numbers * ${GRADIENT_RANGE}.0); }
`;

/** The element type of an array of halves instead of that of the same numbers in float32. */
const PACKED: Readonly<Partial<Record<StorageType, StorageType>>> = { vec4f: 'vec2u', f32: 'u32' };

/**
 * @param halves the storage arrays that hold halves; those that the kernel reads as pairs by itself stay as they are
 * @param gradients those of them that hold gradients
 * @throws Error if the kernel cannot do that: it writes single elements, or adds to what is there
 */
export function inHalves(
  source: KernelSource,
  halves: readonly string[],
  gradients: readonly string[] = [],
): KernelSource {
  const arrays = halves
    .filter((array) => source.inputs[array] !== 'vec2u')
    .map((name): HalfArray => {
      const single = (source.inputs[name] ?? source.outputs[name]) === 'f32';
      return { name, single, kind: gradients.includes(name) ? 'Gradient' : 'Halves' };
    });
  const typesOf = (of: KernelSource['inputs']): KernelSource['inputs'] =>
    Object.fromEntries(
      Object.entries(of).map(([name, type]) => [
        name,
        arrays.some((array) => array.name === name) ? packedType(name, type) : type,
      ]),
    );
  const rewritten = (code: string): string => arrays.reduce(rewrite, code);
  return {
    ...source,
    inputs: typesOf(source.inputs),
    outputs: typesOf(source.outputs),
    halves,
    functions: `${FUNCTIONS}${gradients.length > 0 ? GRADIENT_FUNCTIONS : ''}${rewritten(source.functions ?? '')}`,
    body: rewritten(source.body),
  };
}

interface HalfArray {
  readonly name: string;
  /** Whether the kernel's elements are single numbers. */
  readonly single: boolean;
  /** The end of the names of the functions that unpack and pack. */
  readonly kind: 'Halves' | 'Gradient';
}

function packedType(array: string, type: StorageType): StorageType {
  const packed = PACKED[type];
  if (!packed) throw new Error(`${array} is kept in half floats, which no kernel reads as ${type}.`);
  return packed;
}

function rewrite(code: string, array: HalfArray): string {
  const { name, single, kind } = array;
  const found = new RegExp(`(?<![\\w.])${name}\\[`).exec(code);
  if (!found) return code;
  const start = found.index + found[0].length;
  const end = closingBracket(code, start);
  const before = code.slice(0, found.index);
  const index = rewrite(code.slice(start, end), array);
  const rest = code.slice(end + 1);
  const assigned = /^\s*([-+*/]?)=(?!=)/.exec(rest);
  if (!assigned) {
    const range = kind === 'Gradient' ? ` / ${GRADIENT_RANGE}.0` : '';
    const read = single
      ? `unpack2x16float(${name}[(${index}) / 2u])[(${index}) % 2u]${range}`
      : `unpack${kind}(${name}[${index}])`;
    return `${before}${single && range ? `(${read})` : read}${rewrite(rest, array)}`;
  }
  if (single || assigned[1])
    throw new Error(`${name} is kept in half floats, which are written four at a time.`);
  const stop = rest.indexOf(';', assigned[0].length);
  const value = rewrite(rest.slice(assigned[0].length, stop), array);
  return `${before}${name}[${index}] = pack${kind}(${value})${rewrite(rest.slice(stop), array)}`;
}
