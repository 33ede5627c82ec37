/** @file One cell of the matrix: a difference with its interval and its verdict. */
import type { DifferenceCell } from '../../../src/figures/differences/differencesFigure';
import { cssColor } from '../../../src/figures/theme';
import type { CellPosition } from '../../../src/stats/comparisons/differences';
import { cellText } from './matrixCells';

export interface MatrixCellProps {
  readonly cell: DifferenceCell;
  readonly position: CellPosition;
  /** "full minus LoRA". */
  readonly pair: string;
  /** Whether the cell is shown in full below the matrix. */
  readonly isChosen: boolean;
}

export function MatrixCell({ cell, position, pair, isChosen }: MatrixCellProps) {
  const { difference, unit, interval, word, fill, border, borderStyle, isBold, isOpen } = cell;
  return (
    <button
      type="button"
      className="matrix-cell"
      data-place={cellText(position)}
      data-bold={isBold ? '' : undefined}
      data-open={isOpen ? '' : undefined}
      style={{ background: cssColor(fill), borderColor: cssColor(border), borderStyle }}
      aria-pressed={isChosen}
      tabIndex={isChosen ? 0 : -1}
    >
      <Unseen>{`${pair}: `}</Unseen>
      <strong>{difference}</strong>
      <Unseen>{`${unit}, 95 % interval`}</Unseen>
      <span className="matrix-interval">{interval}</span>
      <Unseen>verdict:</Unseen>
      <span className="matrix-word">{word}</span>
    </button>
  );
}

/** The text for screen readers. */
const Unseen = ({ children }: { readonly children: string }) => (
  <span className="visually-hidden">{children}</span>
);
