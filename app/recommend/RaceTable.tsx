/** @file The candidates of a race with what is known of each, and whether they are still in it. */
import type { CSSProperties } from 'react';
import { COST_COLUMNS, type Behind, type RaceRow } from './raceRows';

export interface RaceTableProps {
  readonly rows: readonly RaceRow[];
  /** The smallest difference that matters, in words: "1.0 points". */
  readonly delta: string;
}

export function RaceTable({ rows, delta }: RaceTableProps) {
  return (
    <div className="recommend-table" role="region" aria-label="Candidates of the race" tabIndex={0}>
      <table data-testid="recommend-table">
        <thead>
          <tr>
            <th scope="col">Candidate</th>
            <th scope="col">Seeds</th>
            <th scope="col">Accuracy</th>
            <th scope="col">Behind, at most</th>
            {COST_COLUMNS.map(({ kind, label }) => (
              <th key={kind} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.name} row={row} />
          ))}
        </tbody>
      </table>
      <p className="caption">
        Accuracy is the mean over a candidate’s seeds. “Behind, at most” is how far it may truly be below the
        best candidate, which is wrong in 5 % of races at most; the mark is the difference that matters,{' '}
        {delta}.
      </p>
    </div>
  );
}

function Row({ row }: { readonly row: RaceRow }) {
  const { name, color, modules, seeds, mean, behind, costs, note } = row;
  return (
    <tr data-out={row.isOut ? '' : undefined} data-recommended={row.isRecommended ? '' : undefined}>
      <th scope="row">
        <span className="recommend-name" title={modules}>
          <span className="swatch" style={{ background: color }} />
          {name}
        </span>
        <span className="recommend-note">{note}</span>
      </th>
      <td data-label="Seeds">{seeds}</td>
      <td data-label="Accuracy">{mean ?? '–'}</td>
      <td data-label="Behind, at most">{behind ? <BehindBar behind={behind} /> : '–'}</td>
      {COST_COLUMNS.map(({ kind, label }) => (
        <td key={kind} data-label={label}>
          {costs[kind] ?? '–'}
        </td>
      ))}
    </tr>
  );
}

/** The number says everything; the bar, with its mark at the difference that matters, repeats it. */
function BehindBar({ behind: { text, share, isWithin } }: { readonly behind: Behind }) {
  return (
    <span className="recommend-behind">
      {text}
      <span
        className="recommend-bar"
        aria-hidden="true"
        data-within={isWithin ? '' : undefined}
        style={{ '--share': share } as CSSProperties}
      />
    </span>
  );
}
