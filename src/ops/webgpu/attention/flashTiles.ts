/**
 * @file Tiles of the GPU's attention kernels: their sizes, and the WGSL to fill and multiply them.
 *
 * A workgroup keeps `rows` rows of one head (queries, or keys) and walks over the others, `columns` at a
 * time. It has a grid of threads, `across` times `rows / down`: thread (tx, ty) computes the scores of rows
 * ty, ty + rows / down, ... with the columns 4 tx to 4 tx + 3, so that both factors are read once for
 * 4 * down products, and later of the same rows the output's vec4s tx, tx + across, ...
 *
 * In workgroup memory a tile stands by vec4s of the head's width: line g holds the g-th vec4 of all its rows.
 * Browsers clamp every index that is not constant. So arrays are nested, with the loop's variable and the
 * thread's place as indices of their own: what differs from load to load is a constant.
 */
import { stage } from './flashStaging';
import { unroll } from '../runtime/kernel';
import type { Runner } from '../runtime/runner';

export interface Tiling {
  readonly rows: number;
  /** A multiple of 4. */
  readonly columns: number;
  /** Rows a thread; divides `rows`. */
  readonly down: number;
  /**
   * Spreads neighbours over the banks by turning places round instead of padding lines, which saves the pads'
   * memory. Needs `columns / 4` and `rows / down` to be multiples of 8.
   */
  readonly turned?: boolean;
}

/** How many arrays of each kind a kernel keeps in workgroup memory. */
export interface TileCounts {
  readonly rows: number;
  readonly columns: number;
  readonly weights: number;
  /** Whether it calls `rowCombined`. */
  readonly combines: boolean;
}

/** The first of the tilings that fits into the device's workgroups, or null; software adapters take none. */
export function firstFitting<T extends Tiling>(
  runner: Runner,
  width: number,
  tilings: readonly T[],
  counts: (tiling: T) => TileCounts,
): T | null {
  if (runner.software || width % 4 !== 0 || width > 128) return null;
  const limit = runner.backend.device.limits.maxComputeWorkgroupStorageSize;
  return tilings.find((tiling) => new Tiles(width, tiling).bytes(counts(tiling)) <= limit) ?? null;
}

export class Tiles {
  /** vec4fs of a head's row. */
  readonly groups: number;
  readonly across: number;
  /** Rows of threads, the distance of a thread's rows. */
  readonly step: number;
  readonly threads: number;
  /** vec4fs from one row's weights to the next: odd, so that neighbours are in other banks. */
  readonly weightStride: number;
  /** The output's vec4s a thread has of each row. */
  readonly spread: number;
  readonly name: string;

  constructor(
    width: number,
    readonly tiling: Tiling,
  ) {
    const { rows, columns, down, turned } = tiling;
    this.groups = width / 4;
    this.across = columns / 4;
    this.step = rows / down;
    this.threads = this.across * this.step;
    if (turned && (this.across % 8 !== 0 || this.step % 8 !== 0))
      throw new Error(`A tiling of ${rows}x${columns}, ${down} rows a thread, cannot be turned.`);
    this.weightStride = turned ? this.across : this.across | 1;
    this.spread = Math.ceil(this.groups / this.across);
    this.name = `${width} ${rows}x${columns} ${down}${turned ? ' turned' : ''}`;
  }

  bytes(counts: TileCounts): number {
    const { rows, columns } = this.tiling;
    const pad = this.tiling.turned ? 0 : 1;
    const vectors =
      (counts.rows * (rows + pad) + counts.columns * (columns + pad)) * this.groups +
      counts.weights * rows * this.weightStride;
    return vectors * 16 + (counts.combines ? rows * this.across * 4 : 0);
  }

  /** Workgroups for all rows: p.size. */
  units(pairs: number, sequence: number): number {
    return pairs * Math.ceil(sequence / this.tiling.rows);
  }

  /**
   * Declares the arrays of the three kinds, `parts` for `rowCombined`, and what the other snippets call.
   * The pad makes a line odd: lines side by side are in other banks.
   */
  declare(
    rows: readonly string[],
    columns: readonly string[],
    weights: readonly string[],
    combines: boolean,
  ): string {
    const { down, turned } = this.tiling;
    const pad = turned ? '' : ', pad: vec4f';
    const array = (type: string) => (name: string) => `var<workgroup> ${name}: ${type};\n`;
    const grid = (type: string): string => `array<array<${type}, ${this.step}>, ${down}>`;
    return [
      `struct RowsLine { at: ${grid('vec4f')}${pad} }
struct ColumnsLine { at: array<array<vec4f, ${this.across}>, 4>${pad} }
`,
      ...rows.map(array(`array<RowsLine, ${this.groups}>`)),
      ...columns.map(array(`array<ColumnsLine, ${this.groups}>`)),
      ...weights.map(array(grid(`array<vec4f, ${this.weightStride}>`))),
      combines ? array(grid(`array<f32, ${this.across}>`))('parts') : '',
      `fn chain(a: vec4f, b: vec4f, sum: f32) -> f32 {
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
  ${this.thread}`;
  }

  /** Where the thread is: `line` and `group` are what it copies first, `row0`, ... its rows in the block. */
  get thread(): string {
    return `
  let tx = lane % ${this.across}u;
  let ty = lane / ${this.across}u;
  let line = lane / ${this.groups}u;
  let group = lane % ${this.groups}u;
  ${this.down((a) => `let row${a} = ty + ${a * this.step}u;`)}`;
  }

  /** The place of `place` in line `group`: eight neighbouring lines have a place in eight banks. */
  turn(place: string, group: string): string {
    return this.tiling.turned ? `(${place}) ^ ((${group}) & 7u)` : place;
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
    const copy = { array, source, start, end: 'p.sequence', part };
    return stage(this, { ...copy, count: this.tiling.rows, step: this.step });
  }

  /**
   * Fills an array of columns, those after `end` with the last one before it. Column 4 t + c goes to place
   * [c][t]: threads side by side then read places side by side.
   */
  stageColumns(array: string, source: string, start: string, end: string, part: number | null): string {
    return stage(this, { array, source, start, end, part, count: this.tiling.columns, step: null });
  }

  /** Declares `name`0, ...: for each of the thread's rows its products with the four columns. */
  products(name: string, rows: string, columns: string): string {
    return `
    ${this.down((a) => `var ${name}${a} = vec4f(0.0);`)}
    for (var g = 0u; g < ${this.groups}u; g++) {
      ${unroll(4, (c) => `let column${c} = ${columns}[g].at[${c}][${this.turn('tx', 'g')}];`)}
      ${this.down(
        (a) => `{ let row = ${rows}[g].at[${a}][${this.turn('ty', 'g')}];
        ${name}${a} = vec4f(${unroll(4, (c) => `chain(row, column${c}, ${name}${a}[${c}])`, ', ')}); }`,
      )}
    }`;
  }

  /** Stores the four weights of row a for `accumulate`. */
  setWeight(weights: string, a: number, value: string): string {
    return `${weights}[${a}][ty][tx] = ${value};`;
  }

  /** `name`a_g += weights of row a, over all columns, times the columns' values. */
  accumulate(name: string, weights: string, columns: string): string {
    return `
    for (var t = 0u; t < ${this.across}u; t++) {
      ${this.down((a) => `let weight${a} = ${weights}[${a}][ty][t];`)}
      ${unroll(4, (c) =>
        unroll(
          this.spread,
          (g) => `{
        let value = ${columns}[${this.group(g)}].at[${c}][${this.turn('t', this.group(g))}];
        ${this.down((a) => `${name}${a}_${g} = fma(vec4f(weight${a}[${c}]), value, ${name}${a}_${g});`)} }`,
        ),
      )}
    }`;
  }

  /**
   * Where the thread is while it has columns: four, number `quad`, and of those the output's vec4s `across4`,
   * across4 + step, ...
   */
  get quad(): string {
    return `
  let quad = lane / ${this.step}u;
  let across4 = lane % ${this.step}u;`;
  }

  /** Code for each vec4 of the thread's four columns in the output. */
  eachOfQuad(code: (c: number, u: number) => string): string {
    return unroll(4, (c) => unroll(this.quadSpread, (u) => code(c, u)));
  }

  /** Code for each vec4 that the thread has of a column, with its place in the output's row. */
  eachQuadGroup(code: (u: number, group: string) => string): string {
    return unroll(this.quadSpread, (u) => {
      const group = `across4 + ${u * this.step}u`;
      const guarded = code(u, group);
      return this.exactQuad(u) ? guarded : `if (${group} < ${this.groups}u) { ${guarded} }`;
    });
  }

  /** `name`c_u += weights of the thread's column c, over all rows, times the rows' values. */
  accumulateQuad(name: string, weights: string, rows: string): string {
    const group = (u: number): string =>
      this.exactQuad(u)
        ? `across4 + ${u * this.step}u`
        : `min(across4 + ${u * this.step}u, ${this.groups - 1}u)`;
    return `
    for (var t = 0u; t < ${this.step}u; t++) {
      ${this.down(
        (a) => `{ let weight = ${weights}[${a}][t][quad];
        ${unroll(this.quadSpread, (u) => `let value${u} = ${rows}[${group(u)}].at[${a}][${this.turn('t', group(u))}];`)}
        ${this.eachOfQuad((c, u) => `${name}${c}_${u} = fma(vec4f(weight[${c}]), value${u}, ${name}${c}_${u});`)} }`,
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
    ${this.down((a) => `parts[${a}][ty][tx] = ${value(a)};`)}
    workgroupBarrier();
    ${this.down((a) => `var ${name}${a} = ${from(a)};`)}
    for (var t = 0u; t < ${this.across}u; t++) {
      ${this.down((a) => `${name}${a} = ${combine(`${name}${a}`, `parts[${a}][ty][t]`)};`)}
    }`;
  }

  private get quadSpread(): number {
    return Math.ceil(this.groups / this.step);
  }

  private exactQuad(u: number): boolean {
    return (u + 1) * this.step <= this.groups;
  }

  private exact(g: number): boolean {
    return (g + 1) * this.across <= this.groups;
  }
}
