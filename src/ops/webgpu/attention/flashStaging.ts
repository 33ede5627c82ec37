/** @file WGSL that fills an array of the GPU's attention kernels in workgroup memory; see `flashTiles.ts`. */
import { packedRowOf, rowOf } from './attentionFields';

/** Loads that a thread has on their way while it copies. */
const COPIES_AT_ONCE = 8;
/** With more a thread they stay a loop. */
const MOST_UNROLLED = 16;

export interface Staging {
  readonly array: string;
  readonly source: string;
  /** The first line's place in its sentence; lines from `end` on repeat the last before it. */
  readonly start: string;
  readonly end: string;
  /** Of [T, 3H]; null for [T, H]. */
  readonly part: number | null;
  readonly count: number;
  /** Line r goes to place [r / step][r % step]; null: to [r % 4][r / 4]. */
  readonly step: number | null;
}

/** Needs the workgroup's `first` and `head` and the thread's `lane`, `line` and `group`. */
export function stage(
  tiles: {
    readonly groups: number;
    readonly threads: number;
    turn(place: string, group: string): string;
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
  /** So many lines all threads copy at a time, a thread always the same vec4 of them. */
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

/** 0 .. count - 1, so many in an array. */
function inChunks(count: number, size: number): number[][] {
  return Array.from({ length: Math.ceil(count / size) }, (_, chunk) =>
    Array.from({ length: Math.min(size, count - chunk * size) }, (_, i) => chunk * size + i),
  );
}
