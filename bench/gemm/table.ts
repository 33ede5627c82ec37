/** @file Shows measured products as a table: a line for each tiling, a column for each product. */
import type { Shape } from './candidates';
import type { Row } from './measure';

const product = ({ form, columns, inner }: Shape): string => `${form} ${columns}x${inner}`;

/** TFLOP/s of the rows without extras. The best of each column has a star. */
export function productTable(all: readonly Row[]): string {
  const rows = all.filter(({ extras }) => extras === '');
  const products = [...new Set(rows.map(product))];
  const tilings = [...new Set(rows.map(({ tiling }) => tiling))];
  const best = new Map(
    products.map((name) => [
      name,
      Math.max(...rows.filter((row) => product(row) === name).map(({ teraflops = 0 }) => teraflops)),
    ]),
  );
  const cell = (tiling: string, name: string): string => {
    const row = rows.find((one) => one.tiling === tiling && product(one) === name);
    if (!row) return '-';
    if (row.teraflops === undefined) return 'failed';
    const { teraflops } = row;
    return `${teraflops === best.get(name) ? '*' : ''}${teraflops.toFixed(teraflops < 1 ? 4 : 1)}`;
  };
  const lines = tilings.map((tiling) => [tiling, ...products.map((name) => cell(tiling, name))]);
  return aligned([['TFLOP/s', ...products], ...lines]);
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widthOf = (column: number): number => Math.max(...lines.map((line) => line[column]?.length ?? 0));
  const pad = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widthOf(column)) : text.padStart(widthOf(column));
  return lines.map((line) => line.map(pad).join('  ')).join('\n');
}
