/** @file Training against validation at the end of the trials, a row a scenario: also the legend of the colours. */
import { memo } from 'react';
import { percent, signedPoints } from '../../../src/base/format';
import { formatTurn } from './formatCurves';
import type { Gap } from './gaps';

export const GapTable = memo(function GapTable({ gaps }: { readonly gaps: readonly Gap[] }) {
  if (gaps.length === 0) return null;
  return (
    <table className="gaps" data-testid="gaps">
      <thead>
        <tr>
          <th scope="col">Accuracy at the end</th>
          <th scope="col">Training</th>
          <th scope="col">Validation</th>
          <th scope="col">Gap, points</th>
        </tr>
      </thead>
      <tbody>
        {gaps.map(({ scenario, training, validation, turn }) => (
          <tr key={scenario.name} data-scenario={scenario.name}>
            <th scope="row">
              <span className="swatch" style={{ background: scenario.color }} />
              {scenario.name}
              {turn && <span className="turn">{formatTurn(turn)}</span>}
            </th>
            <td>{percent(training)}</td>
            <td>{percent(validation)}</td>
            <td>{signedPoints(training - validation)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
});
