/**
 * @file Lets a kernel that is written for float32 read and write tensors that are kept as half floats, two in each word.
 * As `lift.ts` does for companies, it rewrites the accesses to storage arrays: what is read is unpacked, and a vec4 that
 * is written is rounded and packed. So kernels are written once, and compute in float32 whatever is kept.
 */
import type { KernelSource, StorageType } from './kernel';
import { closingBracket } from './lift';

const FUNCTIONS = `
fn unpackHalves(pairs: vec2u) -> vec4f { return vec4f(unpack2x16float(pairs.x), unpack2x16float(pairs.y)); }
fn packHalves(numbers: vec4f) -> vec2u {
  let four = clamp(numbers, vec4f(-65504.0), vec4f(65504.0)); // what is larger would have no defined value
  return vec2u(pack2x16float(four.xy), pack2x16float(four.zw));
}
`;

/** The element type of an array of halves instead of that of the same numbers in float32. */
const PACKED: Readonly<Partial<Record<StorageType, StorageType>>> = { vec4f: 'vec2u', f32: 'u32' };

/**
 * @param halves the storage arrays that hold halves; those that the kernel reads as pairs by itself stay as they are
 * @throws Error if the kernel cannot do that: it writes single elements, or adds to what is there
 */
export function inHalves(source: KernelSource, halves: readonly string[]): KernelSource {
  const arrays = halves.filter((array) => source.inputs[array] !== 'vec2u');
  const typesOf = (of: KernelSource['inputs']): KernelSource['inputs'] =>
    Object.fromEntries(
      Object.entries(of).map(([name, type]) => [name, arrays.includes(name) ? packedType(name, type) : type]),
    );
  const rewritten = (code: string): string =>
    arrays.reduce(
      (changed, array) => rewrite(changed, array, (source.inputs[array] ?? source.outputs[array]) === 'f32'),
      code,
    );
  return {
    ...source,
    inputs: typesOf(source.inputs),
    outputs: typesOf(source.outputs),
    halves,
    functions: `${FUNCTIONS}${rewritten(source.functions ?? '')}`,
    body: rewritten(source.body),
  };
}

function packedType(array: string, type: StorageType): StorageType {
  const packed = PACKED[type];
  if (!packed) throw new Error(`${array} is kept in half floats, which no kernel reads as ${type}.`);
  return packed;
}

/** @param single whether the kernel's elements are single numbers */
function rewrite(code: string, array: string, single: boolean): string {
  const found = new RegExp(`(?<![\\w.])${array}\\[`).exec(code);
  if (!found) return code;
  const start = found.index + found[0].length;
  const end = closingBracket(code, start);
  const before = code.slice(0, found.index);
  const index = rewrite(code.slice(start, end), array, single);
  const rest = code.slice(end + 1);
  const assigned = /^\s*([-+*/]?)=(?!=)/.exec(rest);
  if (!assigned) {
    const read = single
      ? `unpack2x16float(${array}[(${index}) / 2u])[(${index}) % 2u]`
      : `unpackHalves(${array}[${index}])`;
    return `${before}${read}${rewrite(rest, array, single)}`;
  }
  if (single || assigned[1])
    throw new Error(`${array} is kept in half floats, which are written four at a time.`);
  const stop = rest.indexOf(';', assigned[0].length);
  const value = rewrite(rest.slice(assigned[0].length, stop), array, single);
  return `${before}${array}[${index}] = packHalves(${value})${rewrite(rest.slice(stop), array, single)}`;
}
