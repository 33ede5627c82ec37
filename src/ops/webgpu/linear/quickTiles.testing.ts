/** @file Tiles that a software adapter compiles in a third of the time, for tests of what is made of products on GPUs. */
import { TILINGS } from './tiledGemm';

/**
 * Gives products that take the small tiles of GPUs still smaller ones, with the loops of their WGSL not written out. The tiles
 * that GPUs get have tests of their own (`tiledGemm.browser.test.ts`).
 * @returns a function that puts the tiles back
 */
export function useQuickTiles(): () => void {
  const kept = { ...TILINGS.small };
  Object.assign(TILINGS.small, { tileRows: 16, tileColumns: 32, kTile: 8, unroll: false });
  return () => {
    Object.assign(TILINGS.small, kept);
  };
}
