/**
 * @file Tiles of the GPU's attention kernels: their sizes, and the WGSL to fill and multiply them.
 *
 * A workgroup keeps `rows` rows of one head (queries, or keys) and walks over the others, `columns` at a
 * time. It has a grid of threads, `across` times `rows / down`: thread (tx, ty) computes the scores of rows
 * ty, ty + rows / down, ... with the columns 4 tx to 4 tx + 3, so that both factors are read once for
 * 4 * down products, and later of the same rows the output's vec4s tx, tx + across, ...
 */
import { packedRowOf, rowOf } from './attentionFields';
import { unroll } from './kernel';
import type { Runner } from './runner';

export interface Tiling {
  readonly rows: number;
  /** A multiple of 4. */
  readonly columns: number;
  /** Rows a thread; divides `rows`. */
  readonly down: number;
}

/** How many arrays of each kind a kernel keeps in workgroup memory. */
export interface TileCounts {
  readonly rows: number;
  readonly columns: number;
  readonly weights: number;
}

/** The first of the tilings that fits into the device's workgroups, or null; software adapters take none. */
export function firstFitting(
  runner: Runner,
  width: number,
  tilings: readonly Tiling[],
  counts: TileCounts,
): Tiling | null {
  if (runner.software || width % 4 !== 0 || width > 128) return null;
  const limit = runner.backend.device.limits.maxComputeWorkgroupStorageSize;
  return tilings.find((tiling) => new Tiles(width, tiling).bytes(counts) <= limit) ?? null;
}

export class Tiles {
  /** vec4fs of a head's row. */
  readonly groups: number;
  /** vec4fs from one row to the next in workgroup memory: odd, so that neighbours are in other banks. */
  readonly stride: number;
  readonly across: number;
  /** Rows of threads, the distance of a thread's rows. */
  readonly step: number;
  readonly threads: number;
  readonly weightStride: number;
  /** The output's vec4s a thread has of each row. */
  readonly spread: number;
  readonly name: string;

  constructor(
    width: number,
    readonly tiling: Tiling,
  ) {
    const { rows, columns, down } = tiling;
    this.groups = width / 4;
    this.stride = this.groups | 1;
    this.across = columns / 4;
    this.step = rows / down;
    this.threads = this.across * this.step;
    this.weightStride = this.across | 1;
    this.spread = Math.ceil(this.groups / this.across);
    this.name = `${width} ${rows}x${columns} ${down}`;
  }

  bytes(counts: TileCounts): number {
    const { rows, columns } = this.tiling;
    const vectors =
      (counts.rows * rows + counts.columns * columns) * this.stride +
      counts.weights * rows * this.weightStride;
    return vectors * 16 + rows * this.across * 4;
  }

  /** Workgroups for all rows: p.size. */
  units(pairs: number, sequence: number): number {
    return pairs * Math.ceil(sequence / this.tiling.rows);
  }

  /** Declares the arrays, `parts` (see `rowSum`), and what the other snippets call. */
  declare(rows: readonly string[], columns: readonly string[], weights: readonly string[]): string {
    const array = (size: number) => (name: string) => `var<workgroup> ${name}: array<vec4f, ${size}>;\n`;
    return [
      ...rows.map(array(this.tiling.rows * this.stride)),
      ...columns.map(array(this.tiling.columns * this.stride)),
      ...weights.map(array(this.tiling.rows * this.weightStride)),
      `var<workgroup> parts: array<f32, ${this.tiling.rows * this.across}>;
fn chain(a: vec4f, b: vec4f, sum: f32) -> f32 {
  return fma(a.w, b.w, fma(a.z, b.z, fma(a.y, b.y, fma(a.x, b.x, sum))));
}`,
    ].join('');
  }

  /**
   * Where the workgroup and the thread are: `pair` is b * heads + head, `block` the first row, `row0`,
   * `row1`, ... the thread's rows in the block. All conditions on `length` and `unit` are uniform.
   */
  get place(): string {
    return `
  if (unit >= p.size) { return; }
  let blocks = (p.sequence + ${this.tiling.rows - 1}u) / ${this.tiling.rows}u;
  let block = unit % blocks * ${this.tiling.rows}u;
  let pair = unit / blocks;
  let head = pair % p.heads;
  let first = pair / p.heads * p.sequence;
  let length = u32(lengths[pair / p.heads]);
  let tx = lane % ${this.across}u;
  let ty = lane / ${this.across}u;
  ${this.down((a) => `let row${a} = ty + ${a * this.step}u;`)}`;
  }

  /** Code for each of the thread's rows. */
  down(code: (a: number) => string): string {
    return unroll(this.tiling.down, code);
  }

  /** Code for each vec4 of the thread's rows in the output. */
  each(code: (a: number, g: number) => string): string {
    return this.down((a) => unroll(this.spread, (g) => code(a, g)));
  }

  /** The vec4's place in its row; for the last ones a valid place, where threads do not divide the row. */
  group(g: number): string {
    const group = `tx + ${g * this.across}u`;
    return this.exact(g) ? group : `min(${group}, ${this.groups - 1}u)`;
  }

  /** Guards code with whether the thread has this vec4. */
  guarded(g: number, code: string): string {
    return this.exact(g) ? code : `if (tx + ${g * this.across}u < ${this.groups}u) { ${code} }`;
  }

  /** Fills an array of rows from `start` on; those after the sequence repeat its last. */
  stageRows(array: string, source: string, start: string, part: number | null): string {
    return this.stage(array, source, this.tiling.rows, start, 'p.sequence', part, 'r');
  }

  /**
   * Fills an array of columns, those after `end` with the last one before it. Column 4 t + c goes to slot
   * t + c * across: threads side by side then read slots side by side.
   */
  stageColumns(array: string, source: string, start: string, end: string, part: number | null): string {
    const slot = `(r % 4u * ${this.across}u + r / 4u)`;
    return this.stage(array, source, this.tiling.columns, start, end, part, slot);
  }

  private stage(
    array: string,
    source: string,
    count: number,
    start: string,
    end: string,
    part: number | null,
    slot: string,
  ): string {
    const size = count * this.groups;
    const token = `first + min(${start} + r, ${end} - 1u)`;
    const row = part === null ? rowOf(token, this.groups) : packedRowOf(token, part, this.groups);
    const copy = `
      let r = at / ${this.groups}u;
      let g = at % ${this.groups}u;
      ${array}[${slot} * ${this.stride}u + g] = ${source}[${row} + g];`;
    return `
    for (var n = 0u; n < ${Math.ceil(size / this.threads)}u; n++) {
      let at = lane + n * ${this.threads}u;
      ${size % this.threads === 0 ? copy : `if (at < ${size}u) { ${copy} }`}
    }`;
  }

  /** Declares `name`0, ...: for each of the thread's rows its products with the four columns. */
  products(name: string, rows: string, columns: string): string {
    return `
    ${this.down((a) => `var ${name}${a} = vec4f(0.0);`)}
    for (var g = 0u; g < ${this.groups}u; g++) {
      ${unroll(4, (c) => `let column${c} = ${columns}[(tx + ${c * this.across}u) * ${this.stride}u + g];`)}
      ${this.down(
        (a) => `{ let row = ${rows}[row${a} * ${this.stride}u + g];
        ${name}${a} = vec4f(${unroll(4, (c) => `chain(row, column${c}, ${name}${a}[${c}])`, ', ')}); }`,
      )}
    }`;
  }

  /** Stores the four weights of row a for `accumulate`. */
  setWeight(weights: string, a: number, value: string): string {
    return `${weights}[row${a} * ${this.weightStride}u + tx] = ${value};`;
  }

  /** `name`a_g += weights of row a, over all columns, times the columns' values. */
  accumulate(name: string, weights: string, columns: string): string {
    return `
    for (var t = 0u; t < ${this.across}u; t++) {
      ${this.down((a) => `let weight${a} = ${weights}[row${a} * ${this.weightStride}u + t];`)}
      ${unroll(4, (c) =>
        unroll(
          this.spread,
          (g) => `{
        let value = ${columns}[(t + ${c * this.across}u) * ${this.stride}u + ${this.group(g)}];
        ${this.down((a) => `${name}${a}_${g} = fma(vec4f(weight${a}[${c}]), value, ${name}${a}_${g});`)} }`,
        ),
      )}
    }`;
  }

  /** One barrier, then declares `name`0, ...: `combine` over the row's threads of `value`, starting from `from`. */
  rowCombined(
    name: string,
    value: (a: number) => string,
    from: (a: number) => string,
    combine: (x: string, y: string) => string,
  ): string {
    return `
    ${this.down((a) => `parts[row${a} * ${this.across}u + tx] = ${value(a)};`)}
    workgroupBarrier();
    ${this.down((a) => `var ${name}${a} = ${from(a)};`)}
    for (var t = 0u; t < ${this.across}u; t++) {
      ${this.down((a) => `${name}${a} = ${combine(`${name}${a}`, `parts[row${a} * ${this.across}u + t]`)};`)}
    }`;
  }

  private exact(g: number): boolean {
    return (g + 1) * this.across <= this.groups;
  }
}
