/** @file How the product of `gemm.ts` finishes and stores the tile that a thread has computed. */
import { unroll } from '../runtime/kernel';

export interface StoreVariant {
  /** Whether the rows of c are whole vec4s. */
  readonly vecC: boolean;
  readonly accumulate: boolean;
  readonly dropout: boolean;
  readonly epilogue: 'none' | 'gelu' | 'geluAndInput' | 'geluGradient' | 'geluGradientOf';
}

/** Numbers of rows and of vec4s in a row. */
interface Tile {
  readonly rows: number;
  readonly groups: number;
}

/** Whether the dropout mask is applied while storing, to `term<i>_<g>`, and not when the term is added. */
export function masksInLoop({ vecC, dropout }: StoreVariant): boolean {
  return vecC && dropout;
}

/**
 * Finishes and stores `sum<i>_<g>`, four columns of row `row<i>`. Anything beyond the edge of the result is skipped. This
 * is a loop over copies of the sums: written out, the code that ends a sum stood there once for each, and a kernel took two
 * to three times as long to compile.
 */
export function storeTile(variant: StoreVariant, { rows, groups }: Tile): string {
  const masked = masksInLoop(variant);
  const copies = (name: string): string => `
  var ${name}s: array<vec4f, ${rows * groups}>;
  ${unroll(rows, (i) => unroll(groups, (g) => `${name}s[${i * groups + g}] = ${name}${i}_${g};`))}`;
  return `
  ${copies('sum')}
  ${masked ? copies('term') : ''}
  for (var n = 0u; n < ${rows * groups}u; n++) {
    let ownRow = row + n / ${groups}u;
    let ownColumn = column + n % ${groups}u * 4u;
    if (ownRow >= p.rows || ownColumn >= p.columns) { continue; }
    ${variant.vecC ? storeGroup(variant, masked) : storeElements(variant)}
  }`;
}

function storeGroup({ accumulate, epilogue }: StoreVariant, masked: boolean): string {
  const value = {
    none: 'sum',
    gelu: 'gelu4(sum)',
    geluAndInput: 'gelu4(sum)',
    geluGradient: 'sum * geluGradient4(c[at])',
    geluGradientOf: 'sum * geluGradient4(preActivation[at])',
  }[epilogue];
  return `let at = ownRow * (p.columns / 4u) + ownColumn / 4u;
    let sum = sums[n]${masked ? ' + p.scale * terms[n] * keep4(4u * at)' : ''};
    ${epilogue === 'geluAndInput' ? 'preActivation[at] = sum;' : ''}
    c[at] ${accumulate ? '+=' : '='} ${value};`;
}

function storeElements({ accumulate, epilogue }: StoreVariant): string {
  const gradient = { geluGradient: 'c', geluGradientOf: 'preActivation' }[epilogue as string];
  const activates = epilogue === 'gelu' || epilogue === 'geluAndInput';
  return `let sum = sums[n];
    let value = ${activates ? 'gelu4(sum)' : 'sum'};
    for (var j = 0u; j < min(4u, p.columns - ownColumn); j++) {
      let at = ownRow * p.columns + ownColumn + j;
      ${epilogue === 'geluAndInput' ? 'preActivation[at] = sum[j];' : ''}
      c[at] ${accumulate ? '+=' : '='} value[j]${gradient ? ` * geluGradient4(vec4f(${gradient}[at])).x` : ''};
    }`;
}
