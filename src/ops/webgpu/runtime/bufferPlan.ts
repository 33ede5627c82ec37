/**
 * @file Plans, before a pass runs, which buffer each of its tensors will lie in: tensors that are never alive at the same
 * time share a buffer. The plan is greedy by size (Pisarchyk & Lee 2020, "Efficient memory management for deep neural
 * net inference"): the largest tensor first, each into the smallest free buffer that holds it.
 */
import type { PassCourse, TensorLife } from '../../index';

export interface BufferPlan {
  /** The bytes of each buffer. */
  readonly sizes: readonly number[];
  /** By pass, the number of the buffer of each of its tensors in order; null for those that are not planned. */
  readonly buffers: ReadonlyMap<string, readonly (number | null)[]>;
}

/** Plans the buffers of several passes. They never overlap in time, so they share all buffers. */
export function planBuffers(passes: ReadonlyMap<string, Pick<PassCourse, 'tensors'>>): BufferPlan {
  const planned: PlannedBuffer[] = [];
  const buffers = new Map<string, (number | null)[]>();
  // The pass with the most bytes shapes the buffers; smaller ones then fit in.
  const order = [...passes].sort(([, a], [, b]) => peakLiveBytes(b.tensors) - peakLiveBytes(a.tensors));
  for (const [name, { tensors }] of order) buffers.set(name, planPass(tensors, planned));
  return { sizes: planned.map(({ size }) => size), buffers };
}

interface PlannedBuffer {
  readonly number: number;
  readonly size: number;
  /** The times at which a tensor of the pass being planned lies in the buffer. */
  taken: { born: number; died: number }[];
}

/** Appends a buffer if none is both free and large enough. @returns each tensor's buffer, or null */
function planPass(lives: readonly TensorLife[], planned: PlannedBuffer[]): (number | null)[] {
  const buffers = lives.map((): number | null => null);
  for (const buffer of planned) buffer.taken = [];
  const largestFirst = [...lives.entries()].sort(([i, a], [j, b]) => b.bytes - a.bytes || i - j);
  for (const [tensor, { bytes, born, died }] of largestFirst) {
    if (died === null) continue;
    let best: PlannedBuffer | null = null;
    for (const buffer of planned) {
      if (buffer.size < bytes || (best !== null && buffer.size >= best.size)) continue;
      if (buffer.taken.every((other) => died <= other.born || other.died <= born)) best = buffer;
    }
    if (best === null) {
      best = { number: planned.length, size: bytes, taken: [] };
      planned.push(best);
    }
    best.taken.push({ born, died });
    buffers[tensor] = best.number;
  }
  return buffers;
}

/** The most bytes alive at once among the tensors that end with the pass. No plan can need less. */
export function peakLiveBytes(lives: readonly TensorLife[]): number {
  const changes = lives.flatMap(({ bytes, born, died }) =>
    died === null
      ? []
      : [
          { time: born, bytes },
          { time: died, bytes: -bytes },
        ],
  );
  let [live, most] = [0, 0];
  for (const change of changes.sort((a, b) => a.time - b.time)) most = Math.max(most, (live += change.bytes));
  return most;
}
