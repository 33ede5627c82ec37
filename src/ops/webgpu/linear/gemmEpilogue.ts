/**
 * @file What a matrix product through workgroup memory does with its finished sums: bias, low-rank term, GELU,
 * accumulation. This happens in the product's own kernel or, if inner was split, in the kernel that adds up the parts.
 */
import { DROPOUT_FIELDS, DROPOUT_FUNCTIONS, dropoutUniforms } from '../elementwise/dropout';
import { GELU_FUNCTIONS } from '../elementwise/geluFunctions';
import { activationOf, NO_SLOT, slotsOf, type Activation, type GemmArgs, type LowRankTerm } from './gemmArgs';
import { unroll, type KernelSource } from '../runtime/kernel';
import type { Dispatch } from '../runtime/device';

export interface EpilogueVariant {
  readonly bias: boolean;
  readonly accumulate: boolean;
  readonly activation: Activation;
  readonly adapter: 'none' | LowRankTerm['kind'];
  /** Whether the rank is a multiple of 4. */
  readonly vecRank: boolean;
  readonly dropout: boolean;
  /** Whether a column's sums are multiplied by its scale: for int8 weights whose outputs are the columns. */
  readonly scaled: boolean;
}

/** For int8, which has a scale for each output of the layer: whether outputs are the result's columns or inner. */
export function scalesAlong({ form, b }: Pick<GemmArgs, 'form' | 'b'>): 'none' | 'columns' | 'inner' {
  if (!('precision' in b) || b.precision !== 'int8') return 'none';
  return (form === 'NT') === b.transposed ? 'inner' : 'columns';
}

export function epilogueVariant(args: GemmArgs): EpilogueVariant {
  const { form, adapter, epilogue } = args;
  if (adapter && form === 'TN') throw new Error('A weight gradient has no low-rank term.');
  return {
    bias: Boolean(args.bias),
    accumulate: Boolean(args.accumulate),
    activation: activationOf(epilogue),
    adapter: adapter ? adapter.kind : 'none',
    vecRank: (adapter?.rank ?? 0) % 4 === 0,
    dropout: Boolean(adapter?.dropout),
    scaled: scalesAlong(args) === 'columns',
  };
}

export function epilogueInputs(variant: EpilogueVariant): KernelSource['inputs'] {
  return {
    ...(variant.scaled ? { scales: 'vec4f' } : {}),
    ...(variant.bias ? { bias: 'vec4f' } : {}),
    ...(variant.activation === 'geluGradientOf' ? { preActivation: 'vec4f' } : {}),
    ...(variant.adapter === 'none'
      ? {}
      : {
          low: variant.vecRank ? 'vec4f' : 'f32',
          adapter: variant.adapter === 'input' || variant.vecRank ? 'vec4f' : 'f32',
        }),
  };
}

export function epilogueOutputs({ activation }: EpilogueVariant): KernelSource['outputs'] {
  return { c: 'vec4f', ...(activation === 'geluSaved' ? { preActivation: 'vec4f' } : {}) };
}

export function epilogueBuffers(args: GemmArgs): Dispatch['buffers'] {
  const { b, c, bias, adapter, epilogue } = args;
  return {
    c,
    ...('precision' in b && b.scale ? { scales: b.scale } : {}),
    ...(bias ? { bias } : {}),
    ...(adapter ? { low: adapter.low, adapter: adapter.weight } : {}),
    ...(epilogue?.preActivation ? { preActivation: epilogue.preActivation } : {}),
  };
}

/** Uniforms: rows and columns of the result, and what the low-rank term needs. */
export const EPILOGUE_FIELDS = {
  rows: 'u32',
  columns: 'u32',
  rank: 'u32',
  /** The number of columns of a module. */
  moduleWidth: 'u32',
  /** The number of elements in a row of `low`. */
  lowWidth: 'u32',
  /** Each module's adapter among those stacked, in four bits, the first module's lowest; 15 for none. */
  slots: 'u32',
  scale: 'f32',
  ...DROPOUT_FIELDS,
} as const;

/** The number of modules that fit into `slots`. */
export const MAX_MODULES = 8;

export function epilogueUniforms({
  rows,
  columns,
  adapter,
}: Pick<GemmArgs, 'rows' | 'columns' | 'adapter'>): Record<string, number> {
  const modules = adapter?.modules ?? 1;
  return {
    rows,
    columns,
    rank: adapter?.rank ?? 0,
    moduleWidth: columns / modules,
    lowWidth: (adapter?.rank ?? 0) * (adapter?.adapted.length ?? 0),
    slots: adapter ? slotsOf(adapter) : 0,
    scale: adapter?.scale ?? 1,
    ...dropoutUniforms(adapter?.dropout ?? null),
  };
}

export function epilogueFunctions({ activation, dropout }: EpilogueVariant): string {
  return `${activation === 'none' ? '' : GELU_FUNCTIONS}${dropout ? DROPOUT_FUNCTIONS : ''}`;
}

const ACTIVATIONS: Readonly<Record<EpilogueVariant['activation'], string>> = {
  none: '',
  gelu: 'value = gelu4(value);',
  geluSaved: 'preActivation[at] = value; value = gelu4(value);',
  geluGradient: 'value *= geluGradient4(c[at]);',
  geluGradientOf: 'value *= geluGradient4(preActivation[at]);',
};

/**
 * Finishes and stores `sum<i>_<g>`, the four columns `group<g>` of the result's row `row<i>`. Anything beyond the edge
 * of the result is skipped.
 */
export function epilogueBody(variant: EpilogueVariant, rows: number, groups: number): string {
  const finish = (i: number, g: number): string => {
    const term = variant.dropout ? `term${i} * keep4(4u * at)` : `term${i}`;
    return `if (row${i} < p.rows) {
      let at = row${i} * groups + group${g};
      var value = sum${i}_${g}${variant.scaled ? ` * scales[group${g}]` : ''};
      ${variant.bias ? `value += bias[group${g}];` : ''}
      ${variant.adapter === 'none' ? '' : `value += p.scale * ${term};`}
      ${ACTIVATIONS[variant.activation]}
      c[at] ${variant.accumulate ? '+=' : '='} value;
    }`;
  };
  return `
  let groups = p.columns / 4u;
  ${unroll(
    groups,
    (g) => `if (group${g} < groups) {
    ${variant.adapter === 'none' ? '' : lowRankTerm(variant, rows, g)}
    ${unroll(rows, (i) => finish(i, g))}
  }`,
  )}`;
}

/** Computes `term<i>`, four columns of low * weight. Each weight is loaded once for all rows. */
function lowRankTerm({ adapter, vecRank }: EpilogueVariant, rows: number, g: number): string {
  const ranks = vecRank ? 4 : 1; // at a time
  const size = vecRank ? ' / 4u' : '';
  /** output: some ranks of column i. input: four columns of the i-th rank. */
  const weight = (i: number): string =>
    adapter === 'output'
      ? `adapter[(first + ${i}u) * (p.rank${size}) + j]`
      : `adapter[(j * ${ranks}u + ${i}u) * groups + group${g}]`;
  const product = (i: number): string => {
    if (adapter === 'input')
      return vecRank ? unroll(4, (rank) => `low${i}[${rank}] * weight${rank}`, ' + ') : `low${i} * weight0`;
    return vecRank
      ? `vec4f(${unroll(4, (column) => `dot(weight${column}, low${i})`, ', ')})`
      : `low${i} * vec4f(weight0, weight1, weight2, weight3)`;
  };
  const sum = `for (var j = 0u; j < p.rank${size}; j++) {
        ${unroll(adapter === 'output' ? 4 : ranks, (i) => `let weight${i} = ${weight(i)};`)}
        ${unroll(rows, (i) => `let low${i} = low[min(row${i}, p.rows - 1u) * (p.lowWidth${size}) + slot * (p.rank${size}) + j];`)}
        ${unroll(rows, (i) => `term${i} += ${product(i)};`)}
      }`;
  const terms = unroll(rows, (i) => `var term${i} = vec4f(0.0);`);
  if (adapter === 'input') return `${terms} let slot = 0u; ${sum}`;
  return `${terms}
    let block = 4u * group${g} / p.moduleWidth;
    let slot = (p.slots >> (4u * block)) & 15u;
    if (slot != ${NO_SLOT}u) {
      let first = 4u * group${g} + slot * p.moduleWidth - block * p.moduleWidth;
      ${sum}
    }`;
}
