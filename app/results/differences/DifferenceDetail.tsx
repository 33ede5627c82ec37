/** @file One difference in full: verdict, test, corrected p, effect size, seeds needed. */
import { memo } from 'react';
import type { Difference, Differences } from '../../../src/stats/comparisons/differences';
import { detailsOf, sentenceOf } from '../../../src/stats/comparisons/formatDifference';

export interface DifferenceDetailProps {
  readonly difference: Difference;
  /** All of them, which share the correction. */
  readonly differences: Differences;
  /** The scenario from which the second is subtracted. */
  readonly first: string;
  readonly second: string;
}

export const DifferenceDetail = memo(function DifferenceDetail(props: DifferenceDetailProps) {
  const { difference, differences, first, second } = props;
  return (
    <div className="difference-detail" aria-live="polite" data-testid="difference-detail">
      <h3>{sentenceOf(difference, first, second, differences.rules)}</h3>
      <p className="quiet">
        {first} minus {second}
      </p>
      <dl>
        {detailsOf(difference, differences).map(({ term, text }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
});
