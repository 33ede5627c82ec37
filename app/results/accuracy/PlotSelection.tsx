/** @file Chooses a part of the axis by drawing across the plots; a double click brings the whole axis back. */
import { useRef, useState, type MouseEvent, type PointerEvent, type ReactNode } from 'react';
import type { Measure } from '../../../src/experiment/experiment';
import { positionOn, rangeBetween, type Range } from '../../../src/stats/densities/axis';
import { formatRange, MEASURE_FORMS } from '../../../src/stats/measures/measureForm';

/** Pixels; a shorter movement is a click. */
const FEWEST = 6;

export interface PlotSelectionProps {
  readonly axis: Range;
  readonly measure: Measure;
  readonly onSelect: (range: Range) => void;
  readonly onReset: () => void;
  /** The rows of plots. */
  readonly children: ReactNode;
}

interface Drawing {
  readonly pointer: number;
  readonly clientX: number;
}

const isPlot = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('.density-charts') !== null;

export function PlotSelection({ axis, measure, onSelect, onReset, children }: PlotSelectionProps) {
  const scale = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const [range, setRange] = useState<Range | null>(null);
  const position = (clientX: number): number => {
    const box = scale.current?.getBoundingClientRect();
    return box ? (clientX - box.left) / box.width : 0;
  };
  const stop = (): void => {
    drawing.current = null;
    setRange(null);
  };
  const onPointerDown = ({ button, isPrimary, target, pointerId, clientX }: PointerEvent): void => {
    if (button === 0 && isPrimary && isPlot(target)) drawing.current = { pointer: pointerId, clientX };
  };
  const onPointerMove = ({ pointerId, clientX, currentTarget }: PointerEvent): void => {
    const start = drawing.current;
    if (start?.pointer !== pointerId || (!range && Math.abs(clientX - start.clientX) < FEWEST)) return;
    if (!range) currentTarget.setPointerCapture(pointerId);
    setRange(rangeBetween(axis, position(start.clientX), position(clientX)));
  };
  const onPointerUp = ({ pointerId }: PointerEvent): void => {
    if (drawing.current?.pointer !== pointerId) return;
    if (range) onSelect(range);
    stop();
  };
  return (
    <div
      className="density-body"
      role="presentation"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      // The browser has taken the finger to scroll with.
      onPointerCancel={stop}
      onDoubleClick={({ target }: MouseEvent) => isPlot(target) && onReset()}
    >
      {children}
      <div className="axis plot-selection" aria-hidden="true">
        <div className="axis-inner" ref={scale}>
          {range && (
            <span
              className="plot-range"
              data-testid="plot-range"
              style={{
                left: `${positionOn(axis, range.from) * 100}%`,
                width: `${(positionOn(axis, range.to) - positionOn(axis, range.from)) * 100}%`,
              }}
            >
              <span>{formatRange(range, MEASURE_FORMS[measure])}</span>
            </span>
          )}
        </div>
      </div>
    </div>
  );
}
