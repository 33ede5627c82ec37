/** @file WGSL that copies rows from a tensor into an array in workgroup memory, for the kernels of `flashTiles.ts`. */
import { packedRowOf, rowOf } from './attentionFields';

/** How many loads a thread issues before it stores the values. */
const COPIES_AT_ONCE = 8;
/** If a thread has more copies than this, they stay a loop. */
const MOST_UNROLLED = 16;

/** What to copy. A line is the row of one token, in one head. */
export interface Staging {
  readonly array: string;
  readonly source: string;
  /** WGSL of the first line's position in its sentence; lines from `end` on repeat the last one before it. */
  readonly start: string;
  readonly end: string;
  /** The number of the part of a source [T, 3H]; null for a source [T, H]. */
  readonly part: number | null;
  /** The number of lines. */
  readonly count: number;
  /** Line r goes to [r / step][r % step] of the array; with null to [r % 4][r / 4]. */
  readonly step: number | null;
}

/**
 * The copying WGSL. The workgroup's `first` and `head` and the thread's `lane`, `line` and `group` have to be in scope.
 */
export function stage(
  tiles: {
    readonly groups: number;
    readonly threads: number;
    turn(at: string, group: string): string;
  },
  { array, source, start, end, part, count, step }: Staging,
): string {
  const { groups, threads } = tiles;
  const from = (line: string, group: string): string => {
    const token = `first + min(${start} + ${line}, ${end} - 1u)`;
    return `${source}[${part === null ? rowOf(token, groups) : packedRowOf(token, part, groups)} + ${group}]`;
  };
  const place = (line: string, group: string): string =>
    step === null
      ? `[(${line}) % 4u][${tiles.turn(`(${line}) / 4u`, group)}]`
      : `[(${line}) / ${step}u][${tiles.turn(`(${line}) % ${step}u`, group)}]`;
  const size = count * groups;
  const copies = Math.ceil(size / threads);
  /** How many lines all threads together copy at a time; each thread always copies the same vec4 of a line. */
  const lines = threads / groups;
  if (!Number.isInteger(lines) || size % threads !== 0 || copies > MOST_UNROLLED) {
    const copy = `
      let r = at / ${groups}u;
      let g = at % ${groups}u;
      ${array}[g].at${place('r', 'g')} = ${from('r', 'g')};`;
    return `
    for (var n = 0u; n < ${copies}u; n++) {
      let at = lane + n * ${threads}u;
      ${size % threads === 0 ? copy : `if (at < ${size}u) { ${copy} }`}
    }`;
  }
  const constantPlace = (n: number): string => {
    const add = n * lines;
    if (step === null && lines % 4 === 0)
      return `[line % 4u][${tiles.turn(`line / 4u + ${add / 4}u`, 'group')}]`;
    if (step !== null && step % lines === 0)
      return `[${Math.floor(add / step)}][${tiles.turn(`line + ${add % step}u`, 'group')}]`;
    return place(`line + ${add}u`, 'group');
  };
  return inChunks(copies, COPIES_AT_ONCE)
    .map(
      (chunk) => `{
      ${chunk.map((n) => `let copy${n} = ${from(`line + ${n * lines}u`, 'group')};`).join('\n')}
      ${chunk.map((n) => `${array}[group].at${constantPlace(n)} = copy${n};`).join('\n')}
    }`,
    )
    .join('\n');
}

/** 0 .. count - 1 in arrays of at most `size`. */
function inChunks(count: number, size: number): number[][] {
  return Array.from({ length: Math.ceil(count / size) }, (_, chunk) =>
    Array.from({ length: Math.min(size, count - chunk * size) }, (_, i) => chunk * size + i),
  );
}
