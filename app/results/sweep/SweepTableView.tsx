/** @file Mean accuracies by two settings, as a table whose cells are shaded by their mean. */
import type { CSSProperties } from 'react';
import type { SweepTable } from '../../../src/experiment/sweep/sweepView';
import { cellTitle, shade, type MeanRange } from './sweepCells';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';

export interface SweepTableViewProps {
  readonly table: SweepTable;
  readonly groups: readonly ScenarioGroup[];
  /** null: no trial has ended. */
  readonly range: MeanRange | null;
  /** Position of the scenario with the highest mean. */
  readonly best: number | null;
}

export function tableName({ title, rowName, columnName }: SweepTable): string {
  return `Mean accuracy by ${rowName} and ${columnName}${title === '' ? '' : `, ${title}`}`;
}

export function SweepTableView({ table, groups, range, best }: SweepTableViewProps) {
  const { title, rowName, columnName, rows, columns, cells } = table;
  return (
    <table className="grid-table" data-testid="grid-table">
      <caption className={title === '' ? 'visually-hidden' : undefined}>
        {title === '' ? tableName(table) : title}
      </caption>
      <thead>
        <tr>
          <td className="grid-corner">
            {rowName} <span aria-hidden="true">↓</span>
            <span className="grid-column-name">
              {columnName} <span aria-hidden="true">→</span>
            </span>
          </td>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={row}>
            <th scope="row">{row}</th>
            {columns.map((column, j) => {
              const index = cells[i]?.[j] ?? null;
              const group = index === null ? undefined : groups[index];
              return group ? (
                <Cell key={column} group={group} range={range} best={index === best} />
              ) : (
                <td key={column}>
                  <span className="visually-hidden">no scenario</span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly group: ScenarioGroup;
  readonly range: MeanRange | null;
  readonly best: boolean;
}

function Cell({ group, range, best }: CellProps) {
  const { mean, sd, n } = group.summary;
  const attributes = { 'data-scenario': group.scenario.name, title: cellTitle(group) };
  if (mean === null || !range)
    return (
      <td {...attributes}>
        <span className="grid-mean quiet">–</span>
      </td>
    );
  return (
    <td
      {...attributes}
      className="grid-cell-mean"
      data-best={best ? '' : undefined}
      style={{ '--share': shade(mean, range).toFixed(3) } as CSSProperties}
    >
      <strong className="grid-mean">
        {(mean * 100).toFixed(1)}
        <span className="visually-hidden"> %{best && ', the highest mean'}</span>
      </strong>
      <span className="grid-spread">
        {sd === null ? 'n' : `± ${(sd * 100).toFixed(1)}, n`} = {n}
      </span>
    </td>
  );
}
