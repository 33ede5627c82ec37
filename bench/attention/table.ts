/** @file Shows the rows as text: a line for each variant, the fastest on the first shape first. */
import type { Row } from './measure';

/** A larger difference than this is wrong, not rounding. */
const WRONG = 1e-4;

function cell(row: Row | undefined): string {
  if (!row) return '-';
  if (row.error !== undefined) return row.error.startsWith('needs') ? row.error : 'failed';
  const wrong = row.worstDifference !== undefined && row.worstDifference <= WRONG ? '' : ' WRONG';
  return `${row.milliseconds?.toFixed(3)} ms ${row.teraflops?.toFixed(1).padStart(5)}${wrong}`;
}

/** @returns a table of each pass: milliseconds and TFLOP/s on each shape */
export function tableText(rows: readonly Row[]): string {
  const shapes = [...new Set(rows.map(({ shape }) => shape))];
  const table = (pass: Row['pass']): string => {
    const ofPass = rows.filter((row) => row.pass === pass);
    const find = (variant: string, shape: string): Row | undefined =>
      ofPass.find((row) => row.variant === variant && row.shape === shape);
    const time = (variant: string): number => find(variant, shapes[0] ?? '')?.milliseconds ?? Infinity;
    const variants = [...new Set(ofPass.map(({ variant }) => variant))].sort((x, y) => time(x) - time(y));
    const lines = [
      [pass, ...shapes],
      ...variants.map((variant) => [variant, ...shapes.map((shape) => cell(find(variant, shape)))]),
    ];
    const widths = [0, ...shapes.map((_, i) => i + 1)].map((column) =>
      Math.max(...lines.map((line) => line[column]?.length ?? 0)),
    );
    return lines
      .map((line) =>
        line.map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0))),
      )
      .map((line) => line.join('  '))
      .join('\n');
  };
  return [...new Set(rows.map(({ pass }) => pass))].map(table).join('\n\n');
}
