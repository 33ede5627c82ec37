/** @file The table of all pairs: one tab stop, arrow keys within; the cell pointed at or focused is shown in full. */
import { memo, useRef, type KeyboardEvent, type SyntheticEvent } from 'react';
import type { Scenario } from '../../../src/experiment/experiment';
import type { DifferencesFigure } from '../../../src/figures/differences/differencesFigure';
import type { CellPosition } from '../../../src/stats/comparisons/differences';
import { useInTurn } from '../../ui/InTurn';
import { MatrixCell } from './MatrixCell';
import { cellByKey, cellText, readCell } from './matrixCells';

export interface DifferenceMatrixProps {
  readonly figure: DifferencesFigure;
  /** The cell that is shown in full. */
  readonly chosen: CellPosition;
  readonly choose: (cell: CellPosition) => void;
}

export function DifferenceMatrix({ figure, chosen, choose }: DifferenceMatrixProps) {
  const table = useRef<HTMLTableElement>(null);
  const chooseTarget = ({ target }: SyntheticEvent): void => {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null;
    const pointed = readCell(cell?.dataset['place']);
    if (pointed) choose(pointed);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = cellByKey(figure.differences, chosen, event.key);
    if (!next) return;
    event.preventDefault();
    // The focus chooses the cell.
    table.current?.querySelector<HTMLElement>(`[data-place="${cellText(next)}"]`)?.focus();
  };
  return (
    <div className="table-scroll" role="region" aria-labelledby="differences-title">
      <div
        role="presentation"
        onFocus={chooseTarget}
        onClick={chooseTarget}
        onPointerOver={chooseTarget}
        onKeyDown={onKeyDown}
      >
        <table ref={table} className="matrix" data-testid="difference-matrix" aria-describedby="matrix-keys">
          <caption id="matrix-keys" className="visually-hidden">
            Row minus column. Arrow keys move between cells; the text below describes the chosen pair in full.
          </caption>
          <MatrixHead scenarios={figure.scenarios} />
          <tbody>
            {figure.scenarios.map((_, row) => (
              <MatrixRowInTurn
                key={row}
                figure={figure}
                row={row}
                chosenColumn={chosen.row === row ? chosen.column : null}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

export const MatrixHead = memo(function MatrixHead({
  scenarios,
}: {
  readonly scenarios: readonly Scenario[];
}) {
  return (
    <thead>
      <tr>
        <td />
        {scenarios.map((scenario) => (
          <th key={scenario.name} scope="col">
            <Name scenario={scenario} prefix="minus " />
          </th>
        ))}
      </tr>
    </thead>
  );
});

function Name({ scenario, prefix }: { readonly scenario: Scenario; readonly prefix?: string }) {
  return (
    <>
      <span className="swatch" style={{ background: scenario.color }} />
      {prefix && <span className="quiet">{prefix}</span>}
      {scenario.name}
    </>
  );
}

interface MatrixRowProps {
  readonly figure: DifferencesFigure;
  readonly row: number;
  /** The column of the cell that is shown in full and has the tab stop; null if the cell is in another row. */
  readonly chosenColumn: number | null;
}

/** Rows are drawn one after another, though they change together. */
const MatrixRowInTurn = memo(function MatrixRowInTurn({ figure, row, chosenColumn }: MatrixRowProps) {
  const shown = useInTurn<DifferencesFigure | null>(figure, null);
  // An empty row is as high as a filled one.
  return !shown ? <tr /> : <MatrixRow figure={shown} row={row} chosenColumn={chosenColumn} />;
});

export const MatrixRow = memo(function MatrixRow({ figure, row, chosenColumn }: MatrixRowProps) {
  const { scenarios, cells } = figure;
  const own = scenarios[row];
  if (!own) return null;
  return (
    <tr>
      <th scope="row">
        <Name scenario={own} />
      </th>
      {scenarios.map((scenario, column) => {
        const cell = cells[row]?.[column];
        if (!cell) return <td key={column}>{row === column ? '' : '–'}</td>;
        return (
          <td key={column}>
            <MatrixCell
              cell={cell}
              position={{ row, column }}
              pair={`${own.name} minus ${scenario.name}`}
              isChosen={column === chosenColumn}
            />
          </td>
        );
      })}
    </tr>
  );
});
