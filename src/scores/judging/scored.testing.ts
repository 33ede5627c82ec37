/** @file Scores for the tests beside this file: of every module another value, in no order of layers or components. */
import type { LayerWidths } from '../../architecture/config';
import { everyModule, type ModuleScores } from '../moduleScores';

/** A prime that no number of modules is a multiple of, so that values differ. */
const STEP = 29;

export function scored(layers: number): ModuleScores {
  const modules = everyModule(layers);
  return modules.map((module, index) => ({
    ...module,
    ...{ value: (index * STEP) % modules.length, acrossBatches: null, acrossSeeds: null },
  }));
}

/** Attention modules have 16 + 16 = 32 parameters a rank, up and down 16 + 64 = 80: 48 on average. */
export const WIDTHS: LayerWidths = { hidden: 16, intermediate: 64 };
