/** @file One difference in full: test, corrected p, effect size, seeds needed. */
import { memo } from 'react';
import type { Difference } from '../../../src/stats/comparisons/differences';
import { detailsOf, sentenceOf } from '../../../src/stats/comparisons/formatDifference';

export interface DifferenceDetailProps {
  readonly difference: Difference;
  /** The number of comparisons that share the correction. */
  readonly tested: number;
  /** The scenario from which the second is subtracted. */
  readonly first: string;
  readonly second: string;
}

export const DifferenceDetail = memo(function DifferenceDetail(props: DifferenceDetailProps) {
  const { difference, tested, first, second } = props;
  return (
    <div className="difference-detail" aria-live="polite" data-testid="difference-detail">
      <h3>{sentenceOf(difference, first, second)}</h3>
      <p className="quiet">
        {first} minus {second}
      </p>
      <dl>
        {detailsOf(difference, tested).map(({ term, text }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
});
