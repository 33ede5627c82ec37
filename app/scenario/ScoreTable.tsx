/** @file The scores of all modules as a table, and as a CSV file. */
import { useState } from 'react';
import { describeError } from '../../src/base/errors';
import { formatScoreValue } from '../../src/figures/scoreHeat';
import { scoresTable } from '../../src/report/tables/scoresTable';
import { writeCsv } from '../../src/report/tables/table';
import type { ModuleScores } from '../../src/scores/moduleScores';
import { useLab } from '../store/lab';
import { downloadFile, fileStem } from '../ui/download';
import { COMPONENT_NAMES } from './names';

export function ScoreTable({ scores }: { readonly scores: ModuleScores }) {
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    setProblem(null);
    try {
      const csv = await writeCsv(scoresTable(scores));
      const { model } = useLab.getState().experiment;
      const day = new Date().toISOString().slice(0, 10);
      downloadFile(`lora-lab-scores-${fileStem(model)}-${day}.csv`, new Blob([csv], { type: 'text/csv' }));
    } catch (error) {
      const { message, remedy } = describeError(error);
      setProblem(`${message} ${remedy}`);
    }
  };
  const spread = (value: number | null): string => (value === null ? '–' : formatScoreValue(value));
  return (
    <details className="score-values">
      <summary>All values</summary>
      <button type="button" className="quiet-button" data-testid="score-csv" onClick={() => void save()}>
        Table (CSV)
      </button>
      {problem && (
        <p className="field-message" role="alert">
          {problem}
        </p>
      )}
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Scores of all modules">
        <table data-testid="score-table">
          <thead>
            <tr>
              <th scope="col">Module</th>
              <th scope="col">Score</th>
              <th scope="col">sd over batches</th>
              <th scope="col">sd over seeds</th>
            </tr>
          </thead>
          <tbody>
            {scores.map(({ layer, component, value, acrossBatches, acrossSeeds }) => (
              <tr key={`${layer} ${component}`}>
                <th scope="row">
                  Layer {layer}, {COMPONENT_NAMES[component].long}
                </th>
                <td>{formatScoreValue(value)}</td>
                <td>{spread(acrossBatches)}</td>
                <td>{spread(acrossSeeds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
