/**
 * @file Which buffer each tensor of a pass lies in, decided before the pass runs: tensors that are never
 * alive at the same time share one. Greedy by size (Pisarchyk & Lee 2020, "Efficient memory management for
 * deep neural net inference"): the largest tensor first, each into the buffer it fills best.
 */

/** A tensor of a pass; times count the pass's allocations and releases. */
export interface TensorLife {
  readonly bytes: number;
  readonly born: number;
  /** First moment at which it is gone; null where it outlives the pass, and so is not planned. */
  readonly died: number | null;
}

export interface BufferPlan {
  /** Bytes of each buffer. */
  readonly sizes: readonly number[];
  /** For each pass and each of its tensors in order: the number of its buffer; null where it is not planned. */
  readonly places: ReadonlyMap<string, readonly (number | null)[]>;
}

/** Passes never overlap in time: they share all buffers. */
export function planBuffers(passes: ReadonlyMap<string, readonly TensorLife[]>): BufferPlan {
  const sizes: number[] = [];
  const places = new Map<string, (number | null)[]>();
  // The pass with the most bytes shapes the buffers; smaller ones then fit in.
  const order = [...passes].sort(([, a], [, b]) => peakLiveBytes(b) - peakLiveBytes(a));
  for (const [name, lives] of order) places.set(name, placePass(lives, sizes));
  return { sizes, places };
}

/** Appends to `sizes` where no buffer is both free and large enough. */
function placePass(lives: readonly TensorLife[], sizes: number[]): (number | null)[] {
  const places = lives.map((): number | null => null);
  const taken: { born: number; died: number }[][] = sizes.map(() => []);
  const largestFirst = [...lives.keys()].sort((a, b) => lives[b]!.bytes - lives[a]!.bytes || a - b);
  for (const tensor of largestFirst) {
    const { bytes, born, died } = lives[tensor]!;
    if (died === null) continue;
    let best: number | null = null;
    for (const [buffer, size] of sizes.entries()) {
      if (size < bytes || (best !== null && size >= sizes[best]!)) continue;
      if (taken[buffer]!.every((other) => died <= other.born || other.died <= born)) best = buffer;
    }
    if (best === null) {
      best = sizes.push(bytes) - 1;
      taken.push([]);
    }
    taken[best]!.push({ born, died });
    places[tensor] = best;
  }
  return places;
}

/** The most bytes alive at once, of the tensors that end with the pass: no plan can do with less. */
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
