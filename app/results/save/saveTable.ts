/** @file A table of the results into the browser's downloads. */
import type { ScenarioResults } from '../../../src/pictures';
import { differencesTable } from '../../../src/report/tables/differencesTable';
import { summaryTable } from '../../../src/report/tables/summaryTable';
import { writeCsv, type Table } from '../../../src/report/tables/table';
import { trialsTable } from '../../../src/report/tables/trialsTable';
import { downloadFile } from '../download';
import { fileName } from './fileName';
import { shown, type Shown } from './shown';

export type TableName = 'trials' | 'summary' | 'differences';

const TABLES: Readonly<Record<TableName, (page: Shown, groups: readonly ScenarioResults[]) => Table>> = {
  trials: ({ view }) =>
    trialsTable(
      view.experiment,
      view.slots.flatMap(({ record }) => record ?? []),
    ),
  summary: ({ view }, groups) => summaryTable(view.experiment, groups),
  differences: ({ subject }, groups) => differencesTable(groups, subject.rows),
};

/** @param groups those that the figure shows; left out, all */
export async function saveTable(table: TableName, groups?: readonly ScenarioResults[]): Promise<string> {
  const page = shown();
  const csv = await writeCsv(TABLES[table](page, groups ?? page.groups));
  const name = fileName(table, page.subject.model, new Date(), 'csv');
  downloadFile(name, new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  return name;
}
