/** @file Mean accuracies by two settings, as a table whose cells are shaded by their mean. */
import type { SweepCell, SweepFigureTable } from '../../../src/figures/sweep/sweepFigure';
import { cssColor } from '../../../src/figures/theme';

export function SweepTableView({ table }: { readonly table: SweepFigureTable }) {
  const { title, name, rowName, columnName, rows, columns } = table;
  return (
    <table className="sweep-table" data-testid="sweep-table">
      <caption className={title === '' ? 'visually-hidden' : undefined}>
        {title === '' ? name : title}
      </caption>
      <thead>
        <tr>
          <td className="sweep-corner">
            {rowName} <span aria-hidden="true">↓</span>
            <span className="sweep-column-name">
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
        {rows.map(({ head, cells }) => (
          <tr key={head}>
            <th scope="row">{head}</th>
            {cells.map((cell, j) =>
              cell ? (
                <Cell key={columns[j]} cell={cell} />
              ) : (
                <td key={columns[j]}>
                  <span className="visually-hidden">no scenario</span>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ cell }: { readonly cell: SweepCell }) {
  const { scenario, mean, spread, title, fill, isBest } = cell;
  if (!fill)
    return (
      <td data-scenario={scenario.name} title={title}>
        <span className="sweep-mean quiet">{mean}</span>
      </td>
    );
  return (
    <td
      data-scenario={scenario.name}
      title={title}
      className="sweep-cell-mean"
      data-best={isBest ? '' : undefined}
      style={{ background: cssColor(fill) }}
    >
      <strong className="sweep-mean">
        {mean}
        <span className="visually-hidden"> %{isBest && ', the highest mean'}</span>
      </strong>
      <span className="sweep-spread">{spread}</span>
    </td>
  );
}
