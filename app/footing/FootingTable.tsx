/** @file What a plan of equal footing changes, scenario by scenario. */
import { COST_HEADS, equalRows, type EqualRow } from './footingRows';
import type { PlannedFooting } from './planFooting';

export function FootingTable({ planned }: { readonly planned: PlannedFooting }) {
  const head = COST_HEADS[planned.plan.footing];
  return (
    <div className="footing-table" role="region" aria-label="What would be changed" tabIndex={0}>
      <table data-testid="footing-table">
        <thead>
          <tr>
            <th scope="col">Scenario</th>
            <th scope="col">Changed</th>
            <th scope="col">{head}</th>
            <th scope="col">then</th>
            <th scope="col">off by</th>
          </tr>
        </thead>
        <tbody>
          {equalRows(planned).map((row) => (
            <Row key={row.name} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { readonly row: EqualRow }) {
  const { name, color, modules, isReference, change, before, after, off, note, isMatched } = row;
  return (
    <tr data-reference={isReference ? '' : undefined} data-unmatched={isMatched ? undefined : ''}>
      <th scope="row">
        <span className="footing-name">
          <span className="swatch" style={{ background: color }} />
          {name}
        </span>
        <span className="footing-note">{isReference ? 'the reference' : modules}</span>
        {note !== null && <span className="footing-why">{note}</span>}
      </th>
      <td data-label="Changed" className={change === 'stays' ? undefined : 'footing-change'}>
        {isReference ? '' : change}
      </td>
      <td data-label="As it is">{before}</td>
      <td data-label="Then">{isReference ? '' : after}</td>
      <td data-label="Off by">{off}</td>
    </tr>
  );
}
