/** @file Training against validation at the end of the trials, a line a scenario: also the legend of the colours. */
import { memo } from 'react';
import { gapWords } from './curveWords';
import type { Gap } from './gaps';

export const GapList = memo(function GapList({ gaps }: { readonly gaps: readonly Gap[] }) {
  if (gaps.length === 0) return null;
  return (
    <div className="gaps">
      <h3 id="gaps-title">Accuracy at the end</h3>
      <ul aria-labelledby="gaps-title" data-testid="gaps">
        {gaps.map(({ scenario, ...gap }) => (
          <li key={scenario.name} data-scenario={scenario.name}>
            <span className="swatch" style={{ background: scenario.color }} />
            <strong>{scenario.name}</strong> <span>{gapWords(gap)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
});
