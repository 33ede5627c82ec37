/** @file Saves a table of the results as a download. */
import { differencesTable } from '../../../src/report/tables/differencesTable';
import { frontTable } from '../../../src/report/tables/frontTable';
import { summaryTable } from '../../../src/report/tables/summaryTable';
import { writeCsv, type Table } from '../../../src/report/tables/table';
import { trialsTable } from '../../../src/report/tables/trialsTable';
import { downloadFile } from '../../ui/download';
import { fileName } from './fileName';
import type { Shown } from './shown';

export type TableName = 'trials' | 'summary' | 'differences' | 'front';

const TABLES: Readonly<Record<TableName, (page: Shown) => Table>> = {
  trials: ({ settingsOf, slots }) =>
    trialsTable(
      settingsOf,
      slots.flatMap(({ record }) => record ?? []),
    ),
  summary: ({ settingsOf, groups, selections }) => summaryTable(settingsOf, groups, selections),
  differences: ({ groups, judging }) => differencesTable(groups, judging),
  front: ({ settingsOf, groups, estimated }) => frontTable(settingsOf, groups, estimated),
};

/** @returns the file's name */
export async function saveTable(table: TableName, page: Shown): Promise<string> {
  const csv = await writeCsv(TABLES[table](page));
  const name = fileName(table, page.of, new Date(), 'csv');
  downloadFile(name, new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  return name;
}
