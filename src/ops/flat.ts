/** @file All trainable parameters in one flat float32 buffer, each at its own offset. */

/** Offsets are multiples of this many float32 elements: 256 bytes, WebGPU's default alignment of bindings. */
const ALIGNMENT = 64;

/** A parameter's range in the buffer, in elements. */
export interface FlatRange {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
  /** How many of its elements train; all if left out. The others are zeros that stay so. */
  readonly trained?: number;
}

/**
 * An entry, which is what kernels bind: one parameter, or several stacked along their first axis. Its offset is a
 * multiple of 64.
 */
export interface FlatEntry extends FlatRange {
  /** The stacked parameters, one after another without gaps; a single one has the entry's own name. */
  readonly parts: readonly FlatRange[];
}

export interface FlatLayout {
  readonly entries: ReadonlyMap<string, FlatEntry>;
  /** The number of elements in the buffer, including the gaps between entries. */
  readonly length: number;
  /** Weight decay applies to the elements before this one; biases and LayerNorm come after it. */
  readonly decayLength: number;
  /** The elements from this one on train at a multiple of the learning rate; `length` if none does. */
  readonly fasterFrom: number;
  /** The number of trainable parameters, without the gaps. */
  readonly parameters: number;
}

/**
 * A buffer with a layout: parameters, gradients or one of Adam's moments. That of a company has a slab of this layout
 * for each trial; trials are counted from 0.
 */
export interface Flat {
  readonly layout: FlatLayout;
  /** @throws Error if the layout has no such entry */
  slot(name: string): Slot;
  /** Replaces all values; `values` has layout.length elements, zero in the gaps. */
  write(values: Float32Array, trial?: number): void;
  /** Replaces one entry's values. @throws Error if the layout has no such entry */
  writeEntry(name: string, values: Float32Array, trial?: number): void;
  /** All values, [layout.length]. */
  read(trial?: number): Promise<Float32Array>;
  dispose(): void;
}

/** One entry of a flat buffer. Ops read it as an operand, or write a gradient into it. */
export interface Slot {
  readonly flat: Flat;
  readonly entry: FlatEntry;
}

/** A parameter that {@link layOut} is to give a range. */
export interface Unplaced {
  readonly name: string;
  readonly shape: readonly number[];
  /** Whether weight decay applies to it. */
  readonly decay: boolean;
  /** Whether it trains at a multiple of the learning rate; it does not if left out. */
  readonly faster?: boolean;
  /** The parameters that it stacks; left out for a single one. */
  readonly parts?: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly trained?: number;
  }[];
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/**
 * Gives each parameter its range: those with weight decay first, of these the faster ones last, otherwise in the order
 * given.
 * @throws Error if a name occurs twice, or if some of those without weight decay are faster and others are not
 */
export function layOut(parameters: readonly Unplaced[]): FlatLayout {
  const entries = new Map<string, FlatEntry>();
  let offset = 0;
  let count = 0;
  const place = (group: readonly Unplaced[]): void => {
    for (const { name, shape, parts } of group) {
      if (entries.has(name)) throw new Error(`Parameter ${name} is laid out twice.`);
      const size = sizeOf(shape);
      let start = offset;
      const ranges = (parts ?? [{ name, shape }]).map((part): FlatRange => {
        const range = { ...part, offset: start, size: sizeOf(part.shape) };
        start += range.size;
        return range;
      });
      entries.set(name, { name, shape, offset, size, parts: ranges });
      offset = Math.ceil((offset + size) / ALIGNMENT) * ALIGNMENT;
      count += ranges.reduce((sum, range) => sum + (range.trained ?? range.size), 0);
    }
  };
  const decayed = parameters.filter(({ decay }) => decay);
  const others = parameters.filter(({ decay }) => !decay);
  const isFaster = ({ faster }: Unplaced): boolean => faster === true;
  if (parameters.some(isFaster) && !others.every(isFaster))
    throw new Error('Parameters without weight decay train at one learning rate.');
  place(decayed.filter((parameter) => !isFaster(parameter)));
  const slower = offset;
  place(decayed.filter(isFaster));
  const decayLength = offset;
  place(others);
  const fasterFrom = parameters.some(isFaster) ? slower : offset;
  return { entries, length: offset, decayLength, fasterFrom, parameters: count };
}

/** @throws Error if the layout has no such entry */
export function entryOf(layout: FlatLayout, name: string): FlatEntry {
  const entry = layout.entries.get(name);
  if (!entry) throw new Error(`No trainable parameter is called ${name}.`);
  return entry;
}

/** The range of every parameter by its own name, including stacked ones. */
export function rangesOf(layout: FlatLayout): Map<string, FlatRange> {
  return new Map([...layout.entries.values()].flatMap(({ parts }) => parts.map((part) => [part.name, part])));
}

/**
 * Makes two flat buffers of one layout. If there is no memory for the second, the first is freed.
 * @throws whatever `make` throws
 */
export function flatPair(make: (layout: FlatLayout) => Flat, layout: FlatLayout): readonly [Flat, Flat] {
  const first = make(layout);
  try {
    return [first, make(layout)];
  } catch (error) {
    first.dispose();
    throw error;
  }
}
