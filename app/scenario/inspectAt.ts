/** @file Pointing at the grid shows a module in the anatomy: that of a cell, or of a heading's row or column. */
import type { SyntheticEvent } from 'react';
import { COMPONENTS } from '../../src/architecture/modules';
import { useLab } from '../store/lab';

/** One listener for the whole grid, which asks no cell to be drawn again. */
function inspectAt({ target }: SyntheticEvent): void {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-position]') : null;
  const [row, column] = element?.dataset['position']?.split('.').map(Number) ?? [];
  if (row === undefined || column === undefined) return;
  const { drawnModule, modelConfig, drawModule } = useLab.getState();
  if (!modelConfig) return;
  // Row 0 holds the headings of the columns, and column 0 those of the rows.
  const layer = row === 0 ? (drawnModule?.layer ?? modelConfig.layers) : modelConfig.layers + 1 - row;
  const component = COMPONENTS[column - 1] ?? drawnModule?.component ?? 'query';
  drawModule({ layer, component });
}

/** The listeners of the grid as a whole. */
export const POINTING = { onPointerOver: inspectAt, onFocus: inspectAt } as const;
