/**
 * @file WGSL of a matrix product on the matrix units. A workgroup computes a tile of the result and goes along inner: its
 * threads round the tiles of both matrices to half floats on the way into workgroup memory, and its subgroups multiply
 * them there, with sums in float32. The finished sums go through workgroup memory once more, a row of small matrices of
 * each subgroup at a time, because only there a thread knows which element it has; what is left to do is done in float32.
 */
import {
  EPILOGUE_FIELDS,
  epilogueBody,
  epilogueFunctions,
  epilogueInputs,
  epilogueOutputs,
  type EpilogueVariant,
} from './gemmEpilogue';
import { unroll, type KernelSource } from '../runtime/kernel';
import { appendedInputs, declareAppended } from './lowRankTiles';
import type { MatrixDialect } from './matrixDialect';
import {
  declareCopies,
  declareTile,
  loadAppended,
  loadCopies,
  PACK_APPENDED,
  matrixSides,
  placeOf,
  storeCopies,
  sumStride,
  threadsOf,
  type MatrixSide,
  type MatrixVariant,
} from './matrixTiles';
import { UNPACK } from './tileCopies';
import { storePartial } from './tiledGemmSource';

/** @param epilogue null if inner is split; the sums then go to `partial` [splits, rows, columns] */
export function matrixSource(
  variant: MatrixVariant,
  epilogue: EpilogueVariant | null,
  dialect: MatrixDialect,
): KernelSource {
  const { tiling, precision, precisionA } = variant;
  const threads = threadsOf(tiling, dialect.lanes);
  const [a, b] = matrixSides(variant);
  const size = tiling.down * dialect.size * sumStride(tiling);
  return {
    inputs: {
      a: a.type,
      b: b.type,
      ...(b.scaleType ? { scales: b.scaleType } : {}),
      ...appendedInputs(variant.term),
      ...(epilogue ? epilogueInputs(epilogue) : {}),
    },
    outputs: epilogue ? epilogueOutputs(epilogue) : { partial: 'vec4f' },
    uniforms: { inner: 'u32', chunk: 'u32', range: 'f32', ...EPILOGUE_FIELDS },
    workgroup: [threads, 1],
    ...(dialect.half === 'f16' ? { halfFloats: true, matrixUnits: true } : {}),
    functions: `${UNPACK[precision]}
${precisionA === precision ? '' : UNPACK[precisionA]}
${variant.term ? PACK_APPENDED : ''}
${epilogue ? epilogueFunctions(epilogue) : ''}
${declareTile(a, tiling, dialect.half)}
${declareTile(b, tiling, dialect.half)}
var<workgroup> finished: array<vec4f, ${size / 4}>;`,
    body: `
  ${dialect.half === 'f16' ? '' : `let subgroup = lane / ${dialect.lanes}u;`}
  let rowTiles = (p.rows + ${tiling.tileRows - 1}u) / ${tiling.tileRows}u;
  let firstRow = workgroup.y % rowTiles * ${tiling.tileRows}u;
  let firstColumn = workgroup.x * ${tiling.tileColumns}u;
  let split = workgroup.y / rowTiles;
  let start = split * p.chunk;
  let end = min(start + p.chunk, p.inner);
  ${declareAppended(variant.term, tiling.kTile)}
  let ownRow = subgroup / ${tiling.across}u * ${tiling.tileRows / tiling.down}u;
  let ownColumn = subgroup % ${tiling.across}u * ${tiling.tileColumns / tiling.across}u;
  ${declareCopies(a, tiling, threads)}
  ${declareCopies(b, tiling, threads)}
  ${eachSum(variant, dialect, (i, j) => `var sum${i}_${j}: ${dialect.result};`)}
  ${loop(variant, [a, b], dialect)}
  ${finish(variant, epilogue, dialect)}`,
  };
}

/** Rows and columns of small matrices that a subgroup computes. */
function blocksOf(
  { tiling }: MatrixVariant,
  { size }: MatrixDialect,
): readonly [down: number, across: number] {
  const { tileRows, tileColumns, down, across } = tiling;
  return [tileRows / down / size, tileColumns / across / size];
}

function eachSum(
  variant: MatrixVariant,
  dialect: MatrixDialect,
  code: (i: number, j: number) => string,
): string {
  const [down, across] = blocksOf(variant, dialect);
  return unroll(down, (i) => unroll(across, (j) => code(i, j)));
}

/** The loop along inner. The next tile is loaded into registers while this one is multiplied. */
function loop(
  variant: MatrixVariant,
  [a, b]: readonly [MatrixSide, MatrixSide],
  dialect: MatrixDialect,
): string {
  const { tiling } = variant;
  const threads = threadsOf(tiling, dialect.lanes);
  const loadMain = (k: string): string =>
    `${loadCopies(a, variant, threads, k)}\n${loadCopies(b, variant, threads, k)}`;
  const append = (k: string): string =>
    `${loadAppended(a, variant, threads, k)}\n${loadAppended(b, variant, threads, k)}`;
  const load = (k: string): string =>
    variant.term ? `if (${k} < end) { ${loadMain(k)} } else { ${append(k)} }` : loadMain(k);
  const last = variant.term ? 'last' : 'end';
  return `
  ${loadMain('start')}
  for (var k = start; k < ${last}; k += ${tiling.kTile}u) {
    ${storeCopies(a, tiling, dialect, threads)}
    ${storeCopies(b, tiling, dialect, threads)}
    workgroupBarrier();
    if (k + ${tiling.kTile}u < ${last}) { ${load(`k + ${tiling.kTile}u`)} }
    ${products(variant, [a, b], dialect)}
    workgroupBarrier();
  }`;
}

/** Adds the products of a tile to the sums. */
function products(
  variant: MatrixVariant,
  [a, b]: readonly [MatrixSide, MatrixSide],
  dialect: MatrixDialect,
): string {
  const { tiling } = variant;
  const { size } = dialect;
  const [down, across] = blocksOf(variant, dialect);
  const line = (own: string, n: number): string => `(${own} + ${n * size}u)`;
  return unroll(tiling.kTile / size, (step) => {
    const k = step * size;
    const right = (j: number): string => dialect.load('right', placeOf(b, tiling, line('ownColumn', j), k));
    const left = (i: number): string => dialect.load('left', placeOf(a, tiling, line('ownRow', i), k));
    return `{
      ${unroll(across, (j) => `let right${j} = ${right(j)};`)}
      ${unroll(
        down,
        (i) => `{
        let left = ${left(i)};
        ${unroll(across, (j) => `sum${i}_${j} = ${dialect.multiply('left', `right${j}`, `sum${i}_${j}`)};`)}
      }`,
      )}
    }`;
  });
}

/** Stores the sums row by row of small matrices and ends each element as other products do. */
function finish(variant: MatrixVariant, epilogue: EpilogueVariant | null, dialect: MatrixDialect): string {
  const { tiling, gradient } = variant;
  const { size } = dialect;
  const [down, across] = blocksOf(variant, dialect);
  const groups = tiling.tileColumns / 4;
  const together = threadsOf(tiling, dialect.lanes) / groups; // rows that all threads read at once
  const rows = (tiling.down * size) / together;
  if (!Number.isInteger(together) || !Number.isInteger(rows))
    throw new Error('The threads of a tile on the matrix units do not share out its rows.');
  const stride = sumStride(tiling);
  const store = (i: number, j: number): string => {
    const offset = `subgroup / ${tiling.across}u * ${(size * stride) / 4}u + (ownColumn + ${j * size}u) / 4u`;
    return dialect.store({ array: 'finished', offset, stride: `${stride / 4}u` }, `sum${i}_${j}`);
  };
  const value = (r: number): string => `finished[line${r} * ${stride / 4}u + group]`;
  return `
  let group = lane % ${groups}u;
  let group0 = firstColumn / 4u + group;
  for (var round = 0u; round < ${down}u; round++) {
    ${unroll(down, (i) => `if (round == ${i}u) { ${unroll(across, (j) => store(i, j))} }`)}
    workgroupBarrier();
    ${unroll(
      rows,
      (r) => `let line${r} = lane / ${groups}u + ${r * together}u;
    let row${r} = firstRow + line${r} / ${size}u * ${tiling.tileRows / tiling.down}u + round * ${size}u + line${r} % ${size}u;
    let sum${r}_0 = ${value(r)}${gradient ? ' / p.range' : ''};`,
    )}
    {
      ${epilogue ? epilogueBody(epilogue, rows, 1) : storePartial(rows, 1)}
    }
    workgroupBarrier();
  }`;
}
