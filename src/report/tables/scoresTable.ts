/** @file Scores of modules as a table: a row for each module, lowest layer first, then for each layer and component. */
import type { Agreement } from '../../scores/agreement';
import type { Scored, ModuleScore } from '../../scores/moduleScores';
import { tableOf, type Column, type Table } from './table';

/** `all` stands for every layer, or every component. */
type Row = Omit<ModuleScore, 'layer' | 'component'> & {
  readonly layer: number | 'all';
  readonly component: string;
};

const COLUMNS: readonly Column<Row>[] = [
  ['layer', ({ layer }) => layer],
  ['component', ({ component }) => component],
  ['score', ({ value }) => value],
  ['deviationAcrossBatches', ({ acrossBatches }) => acrossBatches],
  ['deviationAcrossSeeds', ({ acrossSeeds }) => acrossSeeds],
];

/** The change of accuracy has a column only where it was measured. */
export function scoresTable({ modules, groups }: Scored): Table {
  const rows: Row[] = [
    ...modules,
    ...groups.map(({ group, ...numbers }) => ({
      ...(typeof group === 'number'
        ? { layer: group, component: 'all' }
        : { layer: 'all' as const, component: group }),
      ...numbers,
    })),
  ];
  const hasAccuracy = rows.some(({ accuracyChange }) => accuracyChange !== undefined);
  const accuracy: Column<Row> = ['accuracyChange', ({ accuracyChange }) => accuracyChange ?? null];
  return tableOf(hasAccuracy ? [...COLUMNS, accuracy] : COLUMNS, rows);
}

const AGREEMENT: readonly Column<Agreement>[] = [
  ['score', ({ of }) => of[0]],
  ['otherScore', ({ of }) => of[1]],
  ['spearman', ({ correlation }) => correlation],
  ['modules', ({ modules }) => modules],
];

export function agreementTable(agreements: readonly Agreement[]): Table {
  return tableOf(AGREEMENT, agreements);
}
