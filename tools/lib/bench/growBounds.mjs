/** @file What bounds a step: its dispatches, the memory that they move, its arithmetic; and where one gives way to another. */

/** @typedef {import('../../../bench/grow/report').GrowReport} GrowReport */
/** @typedef {import('../../../bench/grow/report').GrowPoint} GrowPoint */
/** @typedef {'dispatches' | 'memory' | 'arithmetic'} Bound */

/** @type {readonly Bound[]} */
export const BOUNDS = ['dispatches', 'memory', 'arithmetic'];

/**
 * The milliseconds that each would take if it were all: dispatches at what one takes that has next to nothing to compute,
 * bytes at the rate of a copy, operations at the rate of multiply-adds in registers. Bytes and operations are 0 where they
 * are not known.
 * @param {Pick<GrowPoint, 'dispatches' | 'flops' | 'bytes'>} point
 * @param {{ peaks: GrowReport['peaks'], perDispatch: number }} device milliseconds of a dispatch: {@link perDispatch}
 * @returns {Record<Bound, number>}
 */
export function boundsOf({ dispatches, flops, bytes }, { peaks, perDispatch: each }) {
  return {
    dispatches: dispatches * each,
    memory: (bytes ?? 0) / peaks.gigabytesPerSecond / 1e6,
    arithmetic: (flops ?? 0) / peaks.teraflops / 1e9,
  };
}

/**
 * Milliseconds of a dispatch where a step has the least to compute: a kernel that loads something and computes takes longer
 * than an empty one, however small it is.
 * @param {readonly Pick<GrowPoint, 'throughput' | 'dispatches'>[]} points
 */
export function perDispatch(points) {
  return points.reduce(
    (least, { throughput, dispatches }) => Math.min(least, throughput.median / dispatches),
    Infinity,
  );
}

/** @param {Record<Bound, number>} bounds @returns {Bound} the one that takes longest */
export function largestOf(bounds) {
  return BOUNDS.reduce((most, bound) => (bounds[bound] > bounds[most] ? bound : most));
}

/**
 * Where along an axis another bound becomes the largest, on the straight line between two points with both axes logarithmic.
 * @param {readonly { value: number, bounds: Record<Bound, number> }[]} points ascending
 * @returns {{ at: number, from: Bound, to: Bound }[]}
 */
export function changesOf(points) {
  return points.slice(1).flatMap((next, i) => {
    const before = points[i];
    if (!before) return [];
    const [from, to] = [largestOf(before.bounds), largestOf(next.bounds)];
    if (from === to) return [];
    /** @param {typeof next} point how far `to` is below `from` */
    const gap = (point) => Math.log(point.bounds[from]) - Math.log(point.bounds[to]);
    const [first, last] = [gap(before), gap(next)];
    const share = first === last ? 0.5 : first / (first - last);
    const at = Math.exp(Math.log(before.value) + share * (Math.log(next.value) - Math.log(before.value)));
    return [{ at, from, to }];
  });
}
