/** @file A scenario's published cost below its own, in a panel. */
import type { PublishedCost as Cost } from '../../../src/figures/costs/publishedCost';
import { atPercent } from '../../ui/atPercent';

export function PublishedCost({ cost: { kind, at, text } }: { readonly cost: Cost }) {
  return (
    <>
      <span className="published-cost">
        <span
          className={kind === 'mark' ? 'published-mark' : 'published-bar'}
          style={kind === 'mark' ? { left: atPercent(at) } : { width: atPercent(at) }}
        />
      </span>
      <span className="published-words">{text}</span>
    </>
  );
}
