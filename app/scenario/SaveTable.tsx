/** @file A button that saves a table about modules as CSV. */
import { useState } from 'react';
import { describeError } from '../../src/base/errors';
import { writeCsv, type Table } from '../../src/report/tables/table';
import { fileName } from '../results/save/fileName';
import { useLab } from '../store/lab';
import { downloadFile } from '../ui/download';

export interface SaveTableProps {
  /** The table's name in the file's name and the test id. */
  readonly what: string;
  readonly table: () => Table;
}

export function SaveTable({ what, table }: SaveTableProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    setProblem(null);
    try {
      const csv = await writeCsv(table());
      const { model } = useLab.getState().experiment;
      downloadFile(fileName(what, model, new Date(), 'csv'), new Blob([csv], { type: 'text/csv' }));
    } catch (error) {
      const { message, remedy } = describeError(error);
      setProblem(`${message} ${remedy}`);
    }
  };
  return (
    <>
      <button type="button" className="quiet-button" data-testid={`${what}-csv`} onClick={() => void save()}>
        Table (CSV)
      </button>
      {problem && (
        <p className="field-message" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
