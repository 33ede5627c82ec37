/** @file Which kernel computes a linear layer's products on which adapter, for which shape. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Runner } from '../runtime/runner';
import { gemm } from './gemm';
import type { GemmArgs } from './gemmArgs';
import type { Narrow } from './narrow';
import { plainNarrow } from './plainLowRank';
import { fitsQuadGemm, quadGemm } from './quadGemm';
import { fitsQuadNarrow, quadNarrow } from './quadLowRank';
import { fitsSharedNarrow, sharedNarrow } from './sharedLowRank';
import { subgroupMatrices } from './matrixDialect';
import { matrixGemm, planOnUnits } from './matrixGemm';
import { fitsTiledGemm, tiledGemm } from './tiledGemm';
import { fitsTiledNarrow, tiledNarrow } from './tiledLowRank';
import { tunedPlan } from './tileClasses';

/**
 * GPUs get the products through workgroup memory if the shape allows it. On software adapters that does not pay,
 * because they switch between fibers at every barrier. Mixed precision goes to the matrix units where there are any. Tiles
 * are those of a table, or what the device has chosen for itself (`tileClasses.ts`).
 */
export function multiply(runner: Runner, args: GemmArgs): void {
  const { isOn, units } = runner.precision;
  const plan = !runner.software && isOn && units ? planOnUnits(runner, args, units) : null;
  if (plan && units) matrixGemm(runner, args, subgroupMatrices(units), plan);
  else if (!runner.software && fitsTiledGemm(args)) tiledGemm(runner, args, tunedPlan(runner, args));
  else if (fitsQuadGemm(runner, args)) quadGemm(runner, args);
  else gemm(runner, args);
}

/** @returns [T, rank of all adapters together] */
export function narrowProduct(runner: Runner, args: Narrow): Tensor {
  if (fitsTiledNarrow(runner, args)) return tiledNarrow(runner, args);
  if (fitsSharedNarrow(runner, args)) return sharedNarrow(runner, args);
  return fitsQuadNarrow(runner, args) ? quadNarrow(runner, args) : plainNarrow(runner, args);
}
