/** @file A figure of costs: one line per scenario with its name, its figure and a track of marks, and an axis below. */
import type { CSSProperties, ReactNode } from 'react';
import type { BarFigure, BarMark, BarRow } from '../../../src/figures/costs/barFigure';
import { cssColor } from '../../../src/figures/theme';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { atPercent } from '../../ui/atPercent';
import { PublishedCost } from './PublishedCost';

export interface BarPanelProps {
  readonly figure: BarFigure;
  /** The scenarios of the figure's rows. */
  readonly groups: readonly ScenarioGroup[];
  /** The figure's menu. */
  readonly menu: ReactNode;
}

export function BarPanel({ figure, groups, menu }: BarPanelProps) {
  const { title, rows, axis, legend, caption } = figure;
  return (
    <figure className="panel">
      <h3>{title}</h3>
      {menu}
      <ol>
        {rows.map((row, i) => (
          <PanelRow key={groups[i]?.position ?? i} row={row} />
        ))}
      </ol>
      <div className="panel-axis">
        <div aria-hidden="true">
          {axis.ticks.map(({ value, at, text }) => (
            <span key={value} className="panel-tick" data-edge={edgeOf(at)} style={{ left: atPercent(at) }}>
              <span>{text}</span>
            </span>
          ))}
        </div>
        <p className="panel-axis-label">{axis.label}</p>
      </div>
      {legend.length > 0 && (
        <ul className="legend" aria-label="Shades, from left to right">
          {legend.map(({ label, paint }) => (
            <li key={label}>
              <span className="stack-part" style={{ background: cssColor(paint) }} /> {label}
            </li>
          ))}
        </ul>
      )}
      <figcaption className="caption">{caption}</figcaption>
    </figure>
  );
}

/** Labels of ticks at the edges stay within the panel. */
const edgeOf = (at: number): 'start' | 'end' | undefined =>
  at < 0.05 ? 'start' : at > 0.92 ? 'end' : undefined;

function PanelRow({ row }: { readonly row: BarRow }) {
  const { scenario, figure, isEstimated, marks, published } = row;
  return (
    <li
      className="panel-row"
      data-scenario={scenario.name}
      data-estimated={isEstimated ? '' : undefined}
      style={{ '--scenario': scenario.color } as CSSProperties}
    >
      <span className="panel-name">{scenario.name}</span>
      <span className="panel-figure">{figure ?? '–'}</span>
      <span className="panel-track">
        {marks.map((mark, i) => (
          <Mark key={mark.kind === 'tick' ? mark.trial : i} mark={mark} />
        ))}
      </span>
      {published && <PublishedCost cost={published} />}
    </li>
  );
}

function Mark({ mark }: { readonly mark: BarMark }) {
  switch (mark.kind) {
    case 'dot':
      return <span className="dot-line" style={{ '--at': mark.at } as CSSProperties} />;
    case 'bar':
      return <span className="bar" style={{ width: atPercent(mark.to) }} />;
    case 'recorded':
      return <span className="recorded-bar" style={{ width: atPercent(mark.to) }} />;
    case 'part':
      return (
        <span
          className="stack-part"
          title={mark.title}
          style={{ width: atPercent(mark.to - mark.from), background: cssColor(mark.paint) }}
        />
      );
    case 'tick':
      return <span className="bar-tick" data-trial={mark.trial} style={{ left: atPercent(mark.at) }} />;
  }
}
