/** @file The pointer as a brush on the module grid: the first cell decides whether it fills or erases. */
import { useEffect, useRef, type PointerEvent } from 'react';
import { COMPONENTS, hasModule, type ModuleSet } from '../../src/architecture/modules';
import { cellsBetween, setCells, type Cell } from './gridSelection';

interface Stroke {
  readonly id: string;
  readonly on: boolean;
  last: Cell;
}

/** The cell at a point of the screen, if it can be painted. Cells carry their position in data attributes. */
function cellAt(x: number, y: number): Cell | null {
  const element = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-cell]:enabled');
  const [layer, column] = element?.dataset['cell']?.split('.').map(Number) ?? [];
  return layer !== undefined && column !== undefined ? { layer, column } : null;
}

/** @param paint gets the new set and the stroke's name, which is the same for all cells of one stroke */
export function useGridPainting(modules: ModuleSet, paint: (modules: ModuleSet, stroke: string) => void) {
  const stroke = useRef<Stroke | null>(null);
  const latest = useRef(modules);
  useEffect(() => {
    latest.current = modules;
  }, [modules]);

  const apply = (cells: readonly Cell[], { on, id }: Stroke): void => {
    latest.current = setCells(latest.current, cells, on);
    paint(latest.current, id);
  };
  const end = (): void => {
    stroke.current = null;
  };

  return {
    onPointerDown(event: PointerEvent) {
      const cell = event.button === 0 ? cellAt(event.clientX, event.clientY) : null;
      const component = cell && COMPONENTS[cell.column];
      if (!cell || !component) return;
      // Touch would keep sending events to the first cell. The other cells are found by position.
      if (event.target instanceof Element) event.target.releasePointerCapture?.(event.pointerId);
      const on = !hasModule(latest.current, cell.layer, component);
      stroke.current = { id: `paint-${Date.now()}`, on, last: cell };
      apply([cell], stroke.current);
    },
    onPointerMove(event: PointerEvent) {
      if (!stroke.current) return;
      if ((event.buttons & 1) === 0) {
        end();
        return;
      }
      const cell = cellAt(event.clientX, event.clientY);
      const { last } = stroke.current;
      if (!cell || (cell.layer === last.layer && cell.column === last.column)) return;
      stroke.current.last = cell;
      apply(cellsBetween(last, cell), stroke.current);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
