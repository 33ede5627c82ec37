/** @file How kernels read a frozen matrix that is kept as NF4; see `src/ops/nf4.ts`. */
import { NF4_BLOCK, nf4Sizes, NF4_STATISTICS_BLOCK, NORMAL_FLOATS } from '../../nf4';
import type { FrozenMatrix } from '../../index';
import { unroll } from '../runtime/kernel';

/** Uniforms: of one of the modules that the layer stacks, its groups of four values and its words. */
export const NF4_FIELDS = {
  partGroups: 'u32',
  partWords: 'u32',
  partStatistics: 'u32',
  partNested: 'u32',
} as const;

/** The most modules that `find_nf4` tells apart. */
const MOST_PARTS = 3;

/** @throws Error if the layer stacks more modules than the kernels tell apart */
export function nf4Uniforms({ shape: [outputs, inputs], data }: FrozenMatrix): Record<string, number> {
  const [parts = 1] = data.shape;
  if (parts > MOST_PARTS) throw new Error(`Kernels read NF4 of at most ${MOST_PARTS} modules, not ${parts}.`);
  const elements = (outputs * inputs) / parts;
  const { words, statistics, nested } = nf4Sizes(elements);
  return { partGroups: elements / 4, partWords: words, partStatistics: statistics, partNested: nested };
}

/** Code for a tree of choices: `leaf` of the number in `bits`, of which bit `bit` and those below it are still open. */
function chosen(bits: string, bit: number, leaf: (value: number) => string, value = 0): string {
  if (bit < 0) return leaf(value);
  const [zero, one] = [0, 1].map((set) => chosen(bits, bit - 1, leaf, value + set * 2 ** bit));
  return `select(${zero}, ${one}, ${bits}${bit})`;
}

const BLOCK_GROUPS = NF4_BLOCK / 4;

/**
 * Declares find_nf4(at), which reads the four codes of the matrix's group `at` and the bits of their block's largest
 * magnitude, and unpack_nf4, which makes four values of them. The matrix is `b` and its statistics are `scales`.
 *
 * The values are chosen among constants: an array of them would be copied into each thread's memory.
 */
export const NF4_FUNCTIONS = `
fn dynamic_value(byte: u32) -> f32 {
  let signed = i32(byte) - 127;
  let number = u32(abs(signed));
  let decade = firstLeadingBit(number);
  ${unroll(3, (bit) => `let decade${bit} = (decade & ${2 ** bit}u) != 0u;`)}
  let power = ${chosen('decade', 2, (decade) => `${decade < 7 ? `1e${decade - 6}` : '1.0'}f`)};
  let count = f32(1u << decade);
  let value = power * (0.1 + 0.9 * (f32(number) - count + 0.5) / count);
  return select(select(value, 1.0, number == 128u), 0.0, number == 0u) * f32(sign(signed));
}
fn find_nf4(at: u32) -> vec2u {
  let part = u32(at >= p.partGroups) + u32(at >= 2u * p.partGroups);
  let own = at - part * p.partGroups;
  let codes = b[part * p.partWords + own / 2u] >> (16u * (own & 1u));
  let block = own / ${BLOCK_GROUPS}u;
  let first = part * p.partStatistics;
  let byte = (scales[first + 1u + p.partNested + block / 4u] >> (8u * (block & 3u))) & 255u;
  let nested = bitcast<f32>(scales[first + 1u + block / ${NF4_STATISTICS_BLOCK}u]);
  return vec2u(codes, bitcast<u32>(dynamic_value(byte) * nested + bitcast<f32>(scales[first])));
}
fn unpack_nf4(found: vec2u) -> vec4f {
  let codes = vec4u(found.x) >> vec4u(4u, 0u, 12u, 8u);
  ${unroll(4, (bit) => `let bit${bit} = (codes & vec4u(${2 ** bit}u)) != vec4u(0u);`)}
  return bitcast<f32>(found.y) * ${chosen('bit', 3, (code) => `vec4f(${NORMAL_FLOATS[code]})`)};
}`;
