/** @file The table of all pairs: one tab stop, arrow keys within; a cell that is pointed at or focused is told in full. */
import { memo, useRef, type KeyboardEvent, type SyntheticEvent } from 'react';
import { differenceAt, type Differences, type CellPosition } from '../../../src/stats/differences';
import type { Scenario } from '../../../src/experiment/experiment';
import { useInTurn } from '../../ui/InTurn';
import { cellOf } from '../../../src/stats/formatDifference';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { cellByKey, cellText, readCell } from './matrixCells';

/** One object for each state of the results: rows that are drawn later draw it whole. */
export interface Matrix {
  readonly groups: readonly ScenarioGroup[];
  readonly differences: Differences;
}

export interface DifferenceMatrixProps {
  readonly matrix: Matrix;
  readonly place: CellPosition;
  readonly choose: (place: CellPosition) => void;
}

export function DifferenceMatrix({ matrix, place, choose }: DifferenceMatrixProps) {
  const { groups, differences } = matrix;
  const table = useRef<HTMLTableElement>(null);
  const chooseTarget = ({ target }: SyntheticEvent): void => {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null;
    const pointed = readCell(cell?.dataset['place']);
    if (pointed) choose(pointed);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = cellByKey(differences, place, event.key);
    if (!next) return;
    event.preventDefault();
    // Focus chooses.
    table.current?.querySelector<HTMLElement>(`[data-place="${cellText(next)}"]`)?.focus();
  };
  return (
    <div className="table-scroll" role="region" aria-labelledby="differences-title">
      <table
        ref={table}
        className="matrix"
        data-testid="difference-matrix"
        aria-describedby="matrix-keys"
        onFocus={chooseTarget}
        onClick={chooseTarget}
        onPointerOver={chooseTarget}
        onKeyDown={onKeyDown}
      >
        <caption id="matrix-keys" className="visually-hidden">
          Row minus column. Arrow keys move between cells; the text below tells the chosen pair in full.
        </caption>
        <Head groups={groups} />
        <tbody>
          {groups.map((_, row) => (
            <MatrixRowInTurn
              key={row}
              matrix={matrix}
              row={row}
              chosenColumn={place.row === row ? place.column : null}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const Head = memo(function Head({ groups }: { readonly groups: readonly ScenarioGroup[] }) {
  return (
    <thead>
      <tr>
        <td />
        {groups.map(({ scenario }) => (
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
  readonly matrix: Matrix;
  readonly row: number;
  /** The cell that is told in full and takes the tab stop; null if it is in another row. */
  readonly chosenColumn: number | null;
}

/** Rows are drawn one after another, though they change together. */
const MatrixRowInTurn = memo(function MatrixRowInTurn({ matrix, row, chosenColumn }: MatrixRowProps) {
  const shown = useInTurn<Matrix | null>(matrix, null);
  // An empty row is as high as a filled one.
  return !shown ? <tr /> : <MatrixRow matrix={shown} row={row} chosenColumn={chosenColumn} />;
});

/** For those who hear the table. */
const Unseen = ({ children }: { readonly children: string }) => (
  <span className="visually-hidden">{children}</span>
);

const MatrixRow = memo(function MatrixRow({ matrix, row, chosenColumn }: MatrixRowProps) {
  const { groups, differences } = matrix;
  const own = groups[row];
  if (!own) return null;
  return (
    <tr>
      <th scope="row">
        <Name scenario={own.scenario} />
      </th>
      {groups.map(({ scenario }, column) => {
        const pair = differenceAt(differences, { row, column });
        if (!pair) return <td key={column}>{row === column ? '' : '–'}</td>;
        const { difference, interval, word, verdict, side } = cellOf(pair.difference, pair.turned);
        return (
          <td key={column}>
            <button
              type="button"
              className="matrix-cell"
              data-place={cellText({ row, column })}
              data-verdict={verdict}
              data-side={side}
              aria-pressed={column === chosenColumn}
              tabIndex={column === chosenColumn ? 0 : -1}
            >
              <Unseen>{`${own.scenario.name} minus ${scenario.name}: `}</Unseen>
              <strong>{difference}</strong>
              <Unseen>points, 95 % interval</Unseen>
              <span className="matrix-interval">{interval}</span>
              <Unseen>verdict:</Unseen>
              <span className="matrix-word">{word}</span>
            </button>
          </td>
        );
      })}
    </tr>
  );
});
