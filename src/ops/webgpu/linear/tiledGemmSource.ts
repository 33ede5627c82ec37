/**
 * @file WGSL of a matrix product through workgroup memory. A workgroup computes a tile of the result. It goes along
 * inner, kTile elements at a time: its threads copy the tiles of both matrices into workgroup memory, and each thread
 * reads from there what its part of the result needs.
 */
import {
  EPILOGUE_FIELDS,
  epilogueBody,
  epilogueFunctions,
  epilogueInputs,
  epilogueOutputs,
  type EpilogueVariant,
} from './gemmEpilogue';
import { appendedInputs, declareAppended } from './lowRankTiles';
import { NF4_FIELDS } from './nf4';
import { unroll, type KernelSource } from '../runtime/kernel';
import {
  declareCopies,
  findVector,
  lineOf,
  loadAppended,
  loadTile,
  readGroups,
  readLines,
  sides,
  storeTile,
  threadsX,
  threadsY,
  tileType,
  tileVector,
  UNPACK,
  type Side,
  type Tiling,
  type TileVariant,
} from './tileCopies';

/** @param epilogue null if inner is split; the sums then go to `partial` [splits, rows, columns] */
export function tileSource(variant: TileVariant, epilogue: EpilogueVariant | null): KernelSource {
  const { tiling, precision, halves } = variant;
  const { tileRows, tileColumns, threadRows, threadColumns, buffers } = tiling;
  const [a, b] = sides(variant);
  const groups = threadColumns / 4;
  const shared = ({ name }: Side, type: string): string =>
    `var<workgroup> tile${name}: ${buffers === 2 ? `array<${type}, 2>` : type};`;
  return {
    inputs: {
      a: a.type,
      b: b.type,
      ...(b.scaleType ? { scales: b.scaleType } : precision === 'nf4' ? { scales: 'u32' } : {}),
      ...appendedInputs(variant.term),
      ...(epilogue ? epilogueInputs(epilogue) : {}),
    },
    outputs: epilogue ? epilogueOutputs(epilogue) : { partial: 'vec4f' },
    uniforms: {
      ...{ inner: 'u32', chunk: 'u32', ...(halves ? { range: 'f32' } : {}), ...EPILOGUE_FIELDS },
      ...(precision === 'nf4' ? NF4_FIELDS : {}),
    },
    workgroup: [threadsX(tiling), threadsY(tiling)],
    ...(halves ? { halfFloats: true } : {}),
    functions: `${UNPACK[precision]}
${epilogue ? epilogueFunctions(epilogue) : ''}
${shared(a, tileType(a, variant))}
${shared(b, tileType(b, variant))}`,
    body: `
  ${threadNumbers(tiling)}
  let rowTiles = (p.rows + ${tileRows - 1}u) / ${tileRows}u;
  let firstRow = workgroup.y % rowTiles * ${tileRows}u;
  let firstColumn = workgroup.x * ${tileColumns}u;
  let split = workgroup.y / rowTiles;
  let start = split * p.chunk;
  let end = min(start + p.chunk, p.inner);
  ${declareAppended(variant.term, tiling.kTile)}
  ${declareCopies(a, tiling)}
  ${declareCopies(b, tiling)}
  ${unroll(threadRows, (i) => unroll(groups, (g) => `var sum${i}_${g} = vec4f(0.0);`))}
  ${loop(variant, [a, b])}
  ${halves?.gradient ? unroll(threadRows, (i) => unroll(groups, (g) => `sum${i}_${g} /= p.range;`)) : ''}
  ${unroll(threadRows, (i) => `let row${i} = firstRow + ${lineOf(a, tiling, 'threadY', `${i}u`)};`)}
  ${unroll(groups, (g) => `let group${g} = (firstColumn + ${lineOf(b, tiling, 'threadX', `${4 * g}u`)}) / 4u;`)}
  ${epilogue ? epilogueBody(epilogue, threadRows, groups) : storePartial(threadRows, groups)}`,
  };
}

/** Declares the thread's position in the tile; see `Tiling.warps`. */
function threadNumbers(tiling: Tiling): string {
  const x = threadsX(tiling);
  if (tiling.warps === 'flat' || x % 8 !== 0 || threadsY(tiling) % 4 !== 0)
    return `let threadX = lane % ${x}u;
  let threadY = lane / ${x}u;`;
  const [inX, inY] =
    tiling.warps === 'square'
      ? ['lane % 8u', 'lane % 32u / 8u']
      : ['lane / 2u % 8u', '(lane % 2u + lane % 32u / 16u * 2u)'];
  return `let warp = lane / 32u;
  let threadX = ${inX} + warp % ${x / 8}u * 8u;
  let threadY = ${inY} + warp / ${x / 8}u * 4u;`;
}

/** The loop along inner. Prefetching loads the next tile into registers while this one is multiplied. */
function loop(variant: TileVariant, [a, b]: readonly [Side, Side]): string {
  const { tiling } = variant;
  const { kTile, prefetch, buffers } = tiling;
  const loadMain = (k: string): string => `${loadTile(a, variant, k)}\n${loadTile(b, variant, k)}`;
  const append = (k: string): string => `${loadAppended(a, variant, k)}\n${loadAppended(b, variant, k)}`;
  const load = (k: string): string =>
    variant.term ? `if (${k} < end) { ${loadMain(k)} } else { ${append(k)} }` : loadMain(k);
  const last = variant.term ? 'last' : 'end';
  const loadNext = `if (k + ${kTile}u < ${last}) { ${load(`k + ${kTile}u`)} }`;
  const store = (at: string): string => `${storeTile(a, variant, `tileA${at}`)}
    ${storeTile(b, variant, `tileB${at}`)}`;
  if (buffers === 2)
    // One barrier is enough: a thread that is a tile ahead of another writes to the buffer that the other does not read.
    return `
  ${prefetch ? loadMain('start') : ''}
  var current = 0u;
  for (var k = start; k < ${last}; k += ${kTile}u) {
    ${prefetch ? '' : load('k')}
    ${store('[current]')}
    workgroupBarrier();
    ${prefetch ? loadNext : ''}
    ${products(variant, [a, b], '[current]')}
    current = 1u - current;
  }`;
  return `
  ${prefetch ? loadMain('start') : ''}
  for (var k = start; k < ${last}; k += ${kTile}u) {
    ${prefetch ? '' : load('k')}
    workgroupBarrier(); // until all have read the tile before
    ${store('')}
    workgroupBarrier();
    ${prefetch ? loadNext : ''}
    ${products(variant, [a, b], '')}
  }`;
}

/** Adds the products of a tile to the sums. Those of half floats are summed as such four by four, and then in float32. */
function products(variant: TileVariant, [a, b]: readonly [Side, Side], at: string): string {
  const { tiling, halves } = variant;
  const { threadRows, kTile } = tiling;
  const sum = halves ? 'four' : 'sum';
  const vectorType = tileVector(variant);
  const groups = tiling.threadColumns / 4;
  const [tileA, tileB] = [`tileA${at}`, `tileB${at}`];
  /** The element of A for row i, at the i-th of four k. */
  const elementA = (i: number, k: number): string =>
    a.to === 'lines' ? `a${i}[${k}]` : `a${i >> 2}[${i & 3}]`;
  const add = (g: number, k: number, four: string): string =>
    unroll(threadRows, (i) => `${sum}${i}_${g} += ${elementA(i, k)} * ${four};`);
  const each = (code: (i: number, g: number) => string): string =>
    unroll(threadRows, (i) => unroll(groups, (g) => code(i, g)));
  /** Four elements of inner: those of a thread's lines at once, those of its groups one by one. */
  const step = (vector: string): string => {
    if (!halves) return multiplied(vector);
    return `${each((i, g) => `var four${i}_${g} = ${vectorType}();`)}
    ${multiplied(vector)}
    ${each((i, g) => `sum${i}_${g} += vec4f(four${i}_${g});`)}`;
  };
  const multiplied = (vector: string): string => `
    ${a.to === 'lines' ? `${findVector(a, tiling, vector)} ${readLines(a, tileA, 0, threadRows)}` : ''}
    ${b.to === 'lines' ? `${findVector(b, tiling, vector)} ${fromLines}` : fromGroups(vector)}`;
  const four = (g: number): string =>
    unroll(
      4,
      (k) => `let b${g}_${k} = ${vectorType}(${unroll(4, (j) => `b${4 * g + j}[${k}]`, ', ')});
    ${add(g, k, `b${g}_${k}`)}`,
    );
  const fromLines = tiling.lateLines
    ? unroll(groups, (g) => `${readLines(b, tileB, 4 * g, 4)}\n${four(g)}`)
    : `${readLines(b, tileB, 0, 4 * groups)}\n${unroll(groups, four)}`;
  const fromGroups = (vector: string): string =>
    unroll(
      4,
      (k) => `{
      ${a.to === 'inner' ? readGroups(a, tiling, tileA, `4u * ${vector} + ${k}u`) : ''}
      ${readGroups(b, tiling, tileB, `4u * ${vector} + ${k}u`)}
      ${unroll(groups, (g) => add(g, k, `b${g}`))}
    }`,
    );
  if (!tiling.unroll) return `for (var vector = 0u; vector < ${kTile / 4}u; vector++) { ${step('vector')} }`;
  return unroll(kTile / 4, (vector) => `{ ${step(`${vector}u`)} }`);
}

/** Stores `sum<i>_<g>` among the sums of the part `split` of inner. */
export function storePartial(rows: number, groups: number): string {
  return `
  let groups = p.columns / 4u;
  ${unroll(rows, (i) =>
    unroll(
      groups,
      (g) =>
        `if (row${i} < p.rows && group${g} < groups) { partial[(split * p.rows + row${i}) * groups + group${g}] = sum${i}_${g}; }`,
    ),
  )}`;
}

/** Adds up the parts of a split product. There is a thread for each vec4 of the result. */
export function splitSumSource(epilogue: EpilogueVariant): KernelSource {
  return {
    inputs: { partial: 'vec4f', ...epilogueInputs(epilogue) },
    outputs: epilogueOutputs(epilogue),
    uniforms: { splits: 'u32', ...EPILOGUE_FIELDS },
    workgroup: [64, 1],
    functions: epilogueFunctions(epilogue),
    body: `
  let row0 = index / (p.columns / 4u);
  let group0 = index % (p.columns / 4u);
  if (row0 >= p.rows) { return; }
  var sum0_0 = vec4f(0.0);
  for (var split = 0u; split < p.splits; split++) {
    sum0_0 += partial[split * p.rows * (p.columns / 4u) + index];
  }
  ${epilogueBody(epilogue, 1, 1)}`,
  };
}
