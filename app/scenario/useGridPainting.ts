/**
 * @file The pointer as a brush on the module grid: the first cell decides whether it fills or erases.
 *
 * A finger also scrolls the page. It paints when it is lifted where it came down, when it moves sideways, and after it has
 * rested; when it moves up or down at once, the page scrolls and nothing is painted.
 */
import { useEffect, useRef, type PointerEvent } from 'react';
import { COMPONENTS, hasModule, type ModuleSet } from '../../src/architecture/modules';
import { cellsBetween, setCells, type Cell } from './gridSelection';

interface Stroke {
  readonly id: string;
  readonly on: boolean;
  readonly from: { readonly x: number; readonly y: number };
  last: Cell;
  /** Whether it paints yet: a finger's stroke may still become a scroll. */
  begun: boolean;
}

/** Pixels that a finger moves sideways before it paints. */
const SIDEWAYS_PX = 6;
/** Milliseconds for which a finger rests before it paints in every direction. */
const REST_MS = 350;

/** The cell at a point of the screen, if it can be painted. Cells carry their position in data attributes. */
function cellAt(x: number, y: number): Cell | null {
  const element = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-cell]:enabled');
  const [layer, column] = element?.dataset['cell']?.split('.').map(Number) ?? [];
  return layer !== undefined && column !== undefined ? { layer, column } : null;
}

/** @param paint gets the new set and the stroke's name, which is the same for all cells of one stroke */
export function useGridPainting(modules: ModuleSet, paint: (modules: ModuleSet, stroke: string) => void) {
  const stroke = useRef<Stroke | null>(null);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(modules);
  useEffect(() => {
    latest.current = modules;
  }, [modules]);
  useEffect(() => keepFromScrolling(() => stroke.current?.begun === true), []);

  const apply = (cells: readonly Cell[], { on, id }: Stroke): void => {
    latest.current = setCells(latest.current, cells, on);
    paint(latest.current, id);
  };
  const begin = (): void => {
    clearTimeout(resting.current);
    if (!stroke.current || stroke.current.begun) return;
    stroke.current.begun = true;
    apply([stroke.current.last], stroke.current);
  };
  const end = (): void => {
    clearTimeout(resting.current);
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
      const from = { x: event.clientX, y: event.clientY };
      stroke.current = { id: `paint-${Date.now()}`, on, from, last: cell, begun: false };
      if (event.pointerType !== 'touch') begin();
      else resting.current = setTimeout(begin, REST_MS);
    },
    onPointerMove(event: PointerEvent) {
      if (!stroke.current) return;
      if ((event.buttons & 1) === 0) {
        end();
        return;
      }
      const { from } = stroke.current;
      if (!stroke.current.begun && Math.abs(event.clientX - from.x) < SIDEWAYS_PX) return;
      begin();
      const cell = cellAt(event.clientX, event.clientY);
      const { last } = stroke.current;
      if (!cell || (cell.layer === last.layer && cell.column === last.column)) return;
      stroke.current.last = cell;
      apply(cellsBetween(last, cell), stroke.current);
    },
    onPointerUp() {
      begin();
      end();
    },
    // The browser has taken the finger for scrolling.
    onPointerCancel: end,
  };
}

/** As long as `isPainting` holds, fingers scroll nothing. @returns a function that ends it */
function keepFromScrolling(isPainting: () => boolean): () => void {
  const onMove = (event: TouchEvent): void => {
    if (isPainting() && event.cancelable) event.preventDefault();
  };
  // React listens passively, and a passive listener cannot keep the page from scrolling.
  document.addEventListener('touchmove', onMove, { passive: false });
  return () => document.removeEventListener('touchmove', onMove);
}
