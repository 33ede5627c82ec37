/** @file A figure of costs: one line per scenario with its name, its figure and a track of marks, and an axis below. */
import type { CSSProperties, ReactNode } from 'react';
import type { BarFigure, BarMark, BarRow } from '../../../src/figures/costs/barFigure';
import { cssColor } from '../../../src/figures/theme';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { atPercent } from '../../ui/atPercent';

export interface BarPanelProps {
  readonly figure: BarFigure;
  /** The scenarios of the figure's rows. */
  readonly groups: readonly Pick<ScenarioGroup, 'position'>[];
  /** The figure's menu. */
  readonly menu: ReactNode;
}

export function BarPanel({ figure, groups, menu }: BarPanelProps) {
  const { title, rows, legend, caption, isPublished } = figure;
  return (
    <figure className="panel" data-published={isPublished ? '' : undefined}>
      <header className="panel-head">
        <h3>{title}</h3>
        {menu}
      </header>
      <ol>
        {rows.map((row, i) => (
          <PanelRow key={groups[i]?.position ?? i} row={row} isPublished={isPublished} />
        ))}
      </ol>
      <PanelAxis figure={figure} />
      <div className="panel-below">
        {legend.length > 0 && (
          <ul className="legend" aria-label="Shades, from left to right">
            {legend.map(({ label, paint }) => (
              <li key={label}>
                <span className="stack-part" style={{ background: cssColor(paint) }} /> {label}
              </li>
            ))}
          </ul>
        )}
        {caption !== '' && <figcaption className="caption">{caption}</figcaption>}
      </div>
    </figure>
  );
}

/** A narrow column has room for three labels. */
const MOST_LABELS = 3;

function PanelAxis({ figure: { axis } }: { readonly figure: BarFigure }) {
  return (
    <div className="panel-axis">
      <div aria-hidden="true" data-ticks={axis.ticks.length > MOST_LABELS ? 'many' : undefined}>
        {axis.ticks.map(({ value, at, text }) => (
          <span key={value} className="panel-tick" data-edge={edgeOf(at)} style={{ left: atPercent(at) }}>
            <span>{text}</span>
          </span>
        ))}
      </div>
      <p className="panel-axis-label">{axis.label}</p>
    </div>
  );
}

/** Labels of ticks at the edges stay within the panel. */
const edgeOf = (at: number): 'start' | 'end' | undefined =>
  at < 0.05 ? 'start' : at > 0.85 ? 'end' : undefined;

interface PanelRowProps extends Pick<BarFigure, 'isPublished'> {
  readonly row: BarRow;
}

function PanelRow({ row, isPublished }: PanelRowProps) {
  const { scenario, figure, isEstimated, marks, group } = row;
  return (
    <li
      className="panel-row"
      data-scenario={scenario.name}
      data-estimated={isEstimated ? '' : undefined}
      data-empty={figure === null ? '' : undefined}
      data-group={group === undefined ? undefined : ''}
      // What others published has no scenario's colour.
      style={isPublished ? undefined : ({ '--scenario': scenario.color } as CSSProperties)}
    >
      <span className="panel-name">
        {group !== undefined && <b className="panel-group">{group} </b>}
        {scenario.name}
      </span>
      <span className="panel-figure">{figure ?? '–'}</span>
      <span className="panel-track">
        {marks.map((mark, i) => (
          <Mark key={mark.kind === 'tick' ? mark.trial : i} mark={mark} />
        ))}
      </span>
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
    case 'spread':
      return (
        <>
          <span className="spread" style={{ left: atPercent(mark.from), right: atPercent(1 - mark.to) }} />
          <span className="published-mark" style={{ left: atPercent(mark.at) }} />
        </>
      );
    case 'tick':
      return <span className="bar-tick" data-trial={mark.trial} style={{ left: atPercent(mark.at) }} />;
  }
}
