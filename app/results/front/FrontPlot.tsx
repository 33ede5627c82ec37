/** @file The plot of accuracy against cost: marks to point at or to reach by the keyboard, each with its values below the plot. */
import { useState } from 'react';
import type { FrontFigure, FrontMark, Spot } from '../../../src/figures/front/frontFigure';
import { frontNames } from '../../../src/pictures/frontNames';
import { atPercent } from '../../ui/atPercent';
import { useSize, type Size } from '../../ui/useSize';

/** Names and ticks, in units of the page's text. */
const NAME = 0.8;

const POINT_AT = 'Point at a mark, or go to it with Tab, for its values.';

export function FrontPlot({ figure }: { readonly figure: FrontFigure }) {
  const { axis, valueAxis, marks, front, empty, description } = figure;
  const [ref, size] = useSize<HTMLDivElement>();
  const [pointed, point] = useState<string | null>(null);
  // The mark may have gone with its scenario, or have moved.
  const told = marks.find(({ name }) => name === pointed)?.title ?? null;
  return (
    <div className="front-plot" role="group" aria-label={description}>
      <p className="front-value-label quiet">{valueAxis.label}</p>
      <div ref={ref} className="front-area">
        {valueAxis.ticks.map(({ value, at, text }) => (
          <span key={value} className="front-tick" style={{ bottom: atPercent(at) }}>
            <span>{text}</span>
          </span>
        ))}
        {axis.ticks.map(({ value, at, text }) => (
          <span key={value} className="front-cost" style={{ left: atPercent(at) }}>
            <span>{text}</span>
          </span>
        ))}
        <svg aria-hidden="true">
          <Steps front={front} />
          {marks.map((mark) => (
            <Interval key={mark.name} mark={mark} />
          ))}
          {size && <Names figure={figure} size={size} />}
        </svg>
        {marks.map((mark) => (
          <Mark key={mark.name} mark={mark} point={point} />
        ))}
        {empty !== '' && <p className="quiet front-empty">{empty}</p>}
      </div>
      <p className="front-cost-label quiet">{axis.label}</p>
      <p className="front-told" role="status" data-testid="front-told">
        {told ?? (marks.length > 0 ? POINT_AT : '')}
      </p>
    </div>
  );
}

const down = (y: number): string => atPercent(1 - y);

function Interval({ mark: { x, interval, color, isOnFront } }: { readonly mark: FrontMark }) {
  if (!interval) return null;
  return (
    <line
      className="front-interval"
      data-off={isOnFront ? undefined : ''}
      x1={atPercent(x)}
      x2={atPercent(x)}
      y1={down(interval.to)}
      y2={down(interval.from)}
      stroke={color}
    />
  );
}

/** One line from corner to corner: a polyline would need pixels. */
function Steps({ front }: { readonly front: readonly Spot[] }) {
  return front.slice(1).map((to, i) => {
    const from = front[i] ?? to;
    return (
      <line
        key={i}
        className="front-line"
        x1={atPercent(from.x)}
        y1={down(from.y)}
        x2={atPercent(to.x)}
        y2={down(to.y)}
      />
    );
  });
}

function Names({ figure, size }: { readonly figure: FrontFigure; readonly size: Size }) {
  const { width, height, em } = size;
  return frontNames(figure, { width, height, size: NAME * em }).map(({ mark, text, x, y, anchor }) => (
    <text
      key={mark.name}
      className="front-name"
      data-off={mark.isOnFront ? undefined : ''}
      data-recommended={mark.isRecommended ? '' : undefined}
      {...{ x, y }}
      textAnchor={anchor}
    >
      {text}
    </text>
  ));
}

interface MarkProps {
  readonly mark: FrontMark;
  readonly point: (name: string) => void;
}

function Mark({ mark, point }: MarkProps) {
  const { name, title, color, x, y, isOnFront, isRecommended } = mark;
  const show = (): void => point(name);
  return (
    <button
      type="button"
      className="front-mark"
      style={{ left: atPercent(x), bottom: atPercent(y), color }}
      data-off={isOnFront ? undefined : ''}
      data-recommended={isRecommended ? '' : undefined}
      aria-label={title}
      onClick={show}
      onFocus={show}
      onPointerEnter={show}
    />
  );
}
