/** @file The keyboard on the module grid: Tab stops at one of its buttons, and the arrow keys move on from there. */
import { useState, type KeyboardEvent } from 'react';
import { moveFocus, type GridPosition } from './gridSelection';

/** The attributes of the button at a position of the grid. */
export type ButtonAt = ReturnType<typeof useGridFocus>;

export function useGridFocus(layers: number, editable: boolean) {
  const [focus, setFocus] = useState<GridPosition>({ row: 1, column: 1 });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = moveFocus(focus, event.key, layers);
    if (!next) return;
    event.preventDefault();
    setFocus(next);
    event.currentTarget
      .closest('.module-grid')
      ?.querySelector<HTMLElement>(`[data-position="${next.row}.${next.column}"]`)
      ?.focus();
  };

  return (row: number, column: number) => ({
    type: 'button' as const,
    'data-position': `${row}.${column}`,
    tabIndex: focus.row === row && focus.column === column ? 0 : -1,
    disabled: !editable,
    onFocus: () => setFocus({ row, column }),
    onKeyDown,
  });
}
