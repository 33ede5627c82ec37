/** @file A button that saves a table about modules as CSV. */
import { useState } from 'react';
import { describeError } from '../../src/base/errors';
import { writeCsv, type Table } from '../../src/report/tables/table';
import { fileName } from '../results/save/fileName';
import { useLab } from '../store/lab';
import { downloadFile } from '../ui/download';

export interface SaveTableProps {
  /** The table's name in the test id, and in the file's name unless that has another one. */
  readonly what: string;
  readonly table: () => Table;
  /** The table's name in the file's name, where that says more. */
  readonly file?: string;
}

export function SaveTable({ what, table, file = what }: SaveTableProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    setProblem(null);
    try {
      const csv = await writeCsv(table());
      const { model } = useLab.getState().experiment;
      downloadFile(fileName(file, model, new Date(), 'csv'), new Blob([csv], { type: 'text/csv' }));
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
