/** @file Scores of modules as a table: a row for each module, lowest layer first. */
import type { ModuleScore, ModuleScores } from '../../scores/moduleScores';
import { tableOf, type Column, type Table } from './table';

const COLUMNS: readonly Column<ModuleScore>[] = [
  ['layer', ({ layer }) => layer],
  ['component', ({ component }) => component],
  ['score', ({ value }) => value],
  ['deviationAcrossBatches', ({ acrossBatches }) => acrossBatches],
  ['deviationAcrossSeeds', ({ acrossSeeds }) => acrossSeeds],
];

export function scoresTable(scores: ModuleScores): Table {
  return tableOf(COLUMNS, scores);
}
