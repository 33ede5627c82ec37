/**
 * @file Training against validation at the end of the trials, one row per scenario; it is also the legend of the
 * colours.
 */
import { memo } from 'react';
import type { GapTable as Gaps } from '../../../src/figures/curves/curvesFigure';

export const GapTable = memo(function GapTable({ gaps: { heads, rows } }: { readonly gaps: Gaps }) {
  return (
    <table className="gaps" data-testid="gaps">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, color, turn, figures }) => (
          <tr key={name} data-scenario={name}>
            <th scope="row">
              <span className="swatch" style={{ background: color }} />
              {name}
              {turn !== '' && <span className="turn">{turn}</span>}
            </th>
            {figures.map((figure, i) => (
              <td key={i}>{figure}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
});
