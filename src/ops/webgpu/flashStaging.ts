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
  { groups, threads }: { readonly groups: number; readonly threads: number },
  { array, source, start, end, part, count, step }: Staging,
): string {
  const from = (line: string, group: string): string => {
    const token = `first + min(${start} + ${line}, ${end} - 1u)`;
    return `${source}[${part === null ? rowOf(token, groups) : packedRowOf(token, part, groups)} + ${group}]`;
  };
  const place = (line: string): string =>
    step === null ? `[(${line}) % 4u][(${line}) / 4u]` : `[(${line}) / ${step}u][(${line}) % ${step}u]`;
  const size = count * groups;
  const copies = Math.ceil(size / threads);
  /** So many lines all threads copy at a time, a thread always the same vec4 of them. */
  const lines = threads / groups;
  if (!Number.isInteger(lines) || size % threads !== 0 || copies > MOST_UNROLLED) {
    const copy = `
      let r = at / ${groups}u;
      let g = at % ${groups}u;
      ${array}[g].at${place('r')} = ${from('r', 'g')};`;
    return `
    for (var n = 0u; n < ${copies}u; n++) {
      let at = lane + n * ${threads}u;
      ${size % threads === 0 ? copy : `if (at < ${size}u) { ${copy} }`}
    }`;
  }
  const constantPlace = (n: number): string => {
    const add = n * lines;
    if (step === null && lines % 4 === 0) return `[line % 4u][line / 4u + ${add / 4}u]`;
    if (step !== null && step % lines === 0) return `[${Math.floor(add / step)}][line + ${add % step}u]`;
    return place(`line + ${add}u`);
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
