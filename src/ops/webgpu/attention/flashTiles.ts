/**
 * @file Tiles of the GPU's attention kernels: their sizes, and the WGSL to fill and multiply them.
 *
 * A workgroup keeps `rows` rows of one head (queries, or keys) and goes through the others, `columns` at a time. Its
 * threads form a rectangle of `across` by `rows / down`. Thread (tx, ty) computes the scores of rows ty, ty + rows / down,
 * ... with the columns 4 tx to 4 tx + 3, so that both factors are read once for 4 * down products. Of the same rows it
 * later computes the output's vec4s tx, tx + across, ...
 *
 * In workgroup memory a tile is stored by vec4s of the head's width: line g holds the g-th vec4 of all its rows. Browsers
 * clamp every index that is not constant. So arrays are nested, and the loop variable and the thread's position are
 * indices of their own: only constants differ from load to load.
 */
import { stage } from './flashStaging';
import { unroll } from '../runtime/kernel';
import type { Runner } from '../runtime/runner';

export interface Tiling {
  readonly rows: number;
  /** A multiple of 4. */
  readonly columns: number;
  /** Rows of each thread; divides `rows`. */
  readonly down: number;
  /**
   * Keeps neighbouring threads on different memory banks by permuting the positions in a line instead of padding lines,
   * which saves the padding's memory. `columns / 4` and `rows / down` have to be multiples of 8.
   */
  readonly turned?: boolean;
}

/** How many arrays of each kind a kernel keeps in workgroup memory. */
export interface TileCounts {
  readonly rows: number;
  readonly columns: number;
  readonly weights: number;
  /** Whether the kernel calls `rowCombined`. */
  readonly combines: boolean;
}

/**
 * The first of the tilings that fits into the device's workgroup memory, or null. Software adapters get none, and
 * neither do widths that are not multiples of 4 or are above 128.
 */
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

/** WGSL: the four keys of a thread, of those from `start` on, and which of them are not padding. */
export const FOUR_KEYS = `let key = start + 4u * tx;
    let real = vec4u(key, key + 1u, key + 2u, key + 3u) < vec4u(length);`;

export class Tiles {
  /** vec4fs of a head's row. */
  readonly groups: number;
  /** Threads side by side, each with four columns. */
  readonly across: number;
  /** Rows of threads, which is also the distance between a thread's rows. */
  readonly step: number;
  readonly threads: number;
  /** vec4fs from one row's weights to the next: odd, so that neighbouring rows are on different banks. */
  readonly weightStride: number;
  /** How many of the output's vec4s a thread has for each of its rows. */
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

  /** The workgroup memory that a kernel needs, in bytes. */
  bytes(counts: TileCounts): number {
    const { rows, columns } = this.tiling;
    const pad = this.tiling.turned ? 0 : 1;
    const vectors =
      (counts.rows * (rows + pad) + counts.columns * (columns + pad)) * this.groups +
      counts.weights * rows * this.weightStride;
    return vectors * 16 + (counts.combines ? rows * this.across * 4 : 0);
  }

  /** The number of workgroups for all rows, which is p.size. @param pairs batch * heads */
  units(pairs: number, sequence: number): number {
    return pairs * Math.ceil(sequence / this.tiling.rows);
  }

  /**
   * Declares the arrays of the three kinds, the array `parts` for `rowCombined`, and what the other snippets call. The
   * padding makes the length of a line odd, so that neighbouring lines are on different banks.
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
    /** One value for each row of the tile. */
    const byRow = (type: string): string => `array<array<${type}, ${this.step}>, ${down}>`;
    return [
      `struct RowsLine { at: ${byRow('vec4f')}${pad} }
struct ColumnsLine { at: array<array<vec4f, ${this.across}>, 4>${pad} }
`,
      ...rows.map(array(`array<RowsLine, ${this.groups}>`)),
      ...columns.map(array(`array<ColumnsLine, ${this.groups}>`)),
      ...weights.map(array(byRow(`array<vec4f, ${this.weightStride}>`))),
      combines ? array(byRow(`array<f32, ${this.across}>`))('parts') : '',
      `fn chain(a: vec4f, b: vec4f, sum: f32) -> f32 {
  return fma(a.w, b.w, fma(a.z, b.z, fma(a.y, b.y, fma(a.x, b.x, sum))));
}`,
    ].join('');
  }

  /**
   * Declares where the workgroup and the thread are: `pair` is b * heads + head, `block` the first row, and `row0`,
   * `row1`, ... are the thread's rows in the block. All conditions on `length` and `unit` are uniform.
   */
  get location(): string {
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

  /** Declares where the thread is: `line` and `group` are what it copies first, `row0`, ... its rows in the block. */
  get thread(): string {
    return `
  let tx = lane % ${this.across}u;
  let ty = lane / ${this.across}u;
  let line = lane / ${this.groups}u;
  let group = lane % ${this.groups}u;
  ${this.down((a) => `let row${a} = ty + ${a * this.step}u;`)}`;
  }

  /** Where position `at` of line `group` is stored. If turned, eight neighbouring lines have it on eight different banks. */
  turn(at: string, group: string): string {
    return this.tiling.turned ? `(${at}) ^ ((${group}) & 7u)` : at;
  }

  /** Code for each of the thread's rows. */
  down(code: (a: number) => string): string {
    return unroll(this.tiling.down, code);
  }

  /** Code for each vec4 of the thread's rows in the output. */
  each(code: (a: number, g: number) => string): string {
    return this.down((a) => unroll(this.spread, (g) => code(a, g)));
  }

  /** The vec4's index in its row, clamped if the threads do not divide the row. */
  group(g: number): string {
    const group = `tx + ${g * this.across}u`;
    return this.exact(g) ? group : `min(${group}, ${this.groups - 1}u)`;
  }

  /** Code that runs only if the thread has this vec4. */
  guarded(g: number, code: string): string {
    return this.exact(g) ? code : `if (tx + ${g * this.across}u < ${this.groups}u) { ${code} }`;
  }

  /** Fills an array with the rows from `start` on. Those after the end of the sequence repeat its last row. */
  stageRows(array: string, source: string, start: string, part: number | null): string {
    const copy = { array, source, start, end: 'p.sequence', part };
    return stage(this, { ...copy, count: this.tiling.rows, step: this.step });
  }

  /**
   * Fills an array with the columns from `start` on. Those from `end` on repeat the last one before it. Column 4 t + c
   * goes to [c][t], so that neighbouring threads read neighbouring elements.
   */
  stageColumns(array: string, source: string, start: string, end: string, part: number | null): string {
    return stage(this, { array, source, start, end, part, count: this.tiling.columns, step: null });
  }

  /** Declares `name`0, ...: the products of each of the thread's rows with its four columns. */
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

  /** Adds to each `name`a_g, over all columns, the weight of row a times the column's g-th vec4. */
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
   * Declares where the thread is in products that sum over rows. It has the four columns number `quad`, and of their
   * output the vec4s `across4`, across4 + step, ...
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

  /** Code for each vec4 that the thread has of a column, with its index in the output's row. */
  eachQuadGroup(code: (u: number, group: string) => string): string {
    return unroll(this.quadSpread, (u) => {
      const group = `across4 + ${u * this.step}u`;
      const guarded = code(u, group);
      return this.exactQuad(u) ? guarded : `if (${group} < ${this.groups}u) { ${guarded} }`;
    });
  }

  /** Adds to each `name`c_u, over all rows, the weight of the thread's column c times the row's vec4. */
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

  /** Sums `value` over each row's threads, after a barrier, and declares the sums as `name`0, ... */
  rowSum(name: string, value: (a: number) => string): string {
    return this.rowCombined(
      name,
      value,
      () => '0.0',
      (x, y) => `${x} + ${y}`,
    );
  }

  /** Combines `value` over each row's threads, starting from `from`, and declares the results as `name`0, ... */
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

  /** How many of the output's vec4s a thread has for each of its four columns. */
  private get quadSpread(): number {
    return Math.ceil(this.groups / this.step);
  }

  /** Whether every thread has this vec4. */
  private exactQuad(u: number): boolean {
    return (u + 1) * this.step <= this.groups;
  }

  /** Whether every thread has this vec4. */
  private exact(g: number): boolean {
    return (g + 1) * this.across <= this.groups;
  }
}
