/** @file A scenario's recorded trials as rings among its dots. */
import { memo } from 'react';
import type { Scenario } from '../../../src/experiment/experiment';
import type { RecordedRow } from '../../../src/figures/accuracy/recordedRow';
import { atPercent } from '../../ui/atPercent';

interface RecordedDotsProps {
  readonly scenario: Scenario;
  readonly recorded: RecordedRow;
}

export const RecordedDots = memo(function RecordedDots({ scenario, recorded: { dots } }: RecordedDotsProps) {
  return (
    <div className="recorded-strip" aria-hidden="true">
      {dots.map(({ record, at, level }) => (
        <span
          key={record.id}
          className="recorded-dot"
          style={{ left: atPercent(at), top: atPercent(level), borderColor: scenario.color }}
        />
      ))}
    </div>
  );
});
