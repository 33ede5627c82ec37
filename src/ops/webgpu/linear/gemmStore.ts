/** @file How the product of `gemm.ts` finishes and stores the tile that a thread has computed. */
import { unroll } from '../runtime/kernel';

export interface StoreVariant {
  /** Whether the rows of c are whole vec4s. */
  readonly vecC: boolean;
  readonly accumulate: boolean;
  readonly dropout: boolean;
  readonly epilogue: 'none' | 'gelu' | 'geluAndInput' | 'geluGradient';
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
 * Finishes and stores `sum<i>_<g>`, four columns of row `row<i>`. Anything beyond the edge of the result is skipped. GELU
 * and the dropout mask are applied in a loop over copies of the sums: written out, their code stood there once for each
 * sum, and a kernel took three times as long to compile.
 */
export function storeTile(variant: StoreVariant, { rows, groups }: Tile): string {
  const { vecC, dropout, epilogue } = variant;
  const each = (code: (i: number, g: number) => string): string =>
    unroll(rows, (i) => unroll(groups, (g) => code(i, g)));
  if (!vecC) return each((i, g) => storeElements(i, g, variant));
  if (epilogue === 'none' && !dropout)
    return each(
      (i, g) => `if (row + ${i}u < p.rows && column + ${g * 4}u < p.columns) {
    let at = row${i} * (p.columns / 4u) + group${g};
    ${storeGroup(`sum${i}_${g}`, variant)}
  }`,
    );
  const copies = (name: string): string => `
  var ${name}s: array<vec4f, ${rows * groups}>;
  ${each((i, g) => `${name}s[${i * groups + g}] = ${name}${i}_${g};`)}`;
  return `
  ${copies('sum')}
  ${dropout ? copies('term') : ''}
  for (var n = 0u; n < ${rows * groups}u; n++) {
    let ownRow = row + n / ${groups}u;
    let ownColumn = column + n % ${groups}u * 4u;
    if (ownRow >= p.rows || ownColumn >= p.columns) { continue; }
    let at = ownRow * (p.columns / 4u) + ownColumn / 4u;
    ${storeGroup(`sums[n]${dropout ? ' + p.scale * terms[n] * keep4(4u * at)' : ''}`, variant)}
  }`;
}

function storeGroup(sum: string, { accumulate, epilogue }: StoreVariant): string {
  const value = {
    none: 'sum',
    gelu: 'gelu4(sum)',
    geluAndInput: 'gelu4(sum)',
    geluGradient: 'sum * geluGradient4(c[at])',
  }[epilogue];
  return `let sum = ${sum};
    ${epilogue === 'geluAndInput' ? 'preActivation[at] = sum;' : ''}
    c[at] ${accumulate ? '+=' : '='} ${value};`;
}

function storeElements(i: number, g: number, { accumulate, epilogue }: StoreVariant): string {
  const sum = `sum${i}_${g}`;
  const value = epilogue === 'gelu' || epilogue === 'geluAndInput' ? `gelu4(${sum})` : sum;
  const each = unroll(4, (j) => {
    const at = `row${i} * p.columns + column${g * 4 + j}`;
    return `if (row + ${i}u < p.rows && column + ${g * 4 + j}u < p.columns) {
    ${epilogue === 'geluAndInput' ? `preActivation[${at}] = ${sum}[${j}];` : ''}
    c[${at}] ${accumulate ? '+=' : '='} value[${j}]${epilogue === 'geluGradient' ? ` * geluGradient4(vec4f(c[${at}])).x` : ''};
  }`;
  });
  return `{ let value = ${value};\n${each} }`;
}
