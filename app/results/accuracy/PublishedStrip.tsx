/** @file A scenario's published accuracy below its own trials, on an axis of its own, because model and data differ. */
import type { PublishedAxis, PublishedSpread } from '../../../src/figures/accuracy/published';
import { atPercent } from '../../ui/atPercent';

export interface PublishedStripProps {
  readonly scenario: string;
  readonly published: PublishedSpread;
}

export function PublishedStrip({ scenario, published }: PublishedStripProps) {
  const { at, from, to, text, description } = published;
  return (
    <div
      className="published-strip"
      data-testid="published-strip"
      role="img"
      aria-label={`${scenario}, ${description}`}
    >
      <div className="published-track">
        <span className="published-spread" style={{ left: atPercent(from), right: atPercent(1 - to) }} />
        <span className="published-mark" style={{ left: atPercent(at) }} />
      </div>
      <span className="published-figure">{text}</span>
    </div>
  );
}

/** The ticks of all strips, below the rows, and an explanation of the strips. */
export function PublishedAxisTicks({ axis: { ticks, caption } }: { readonly axis: PublishedAxis }) {
  return (
    <div className="published-axis">
      <div className="published-ticks" aria-hidden="true">
        <div className="published-track">
          {ticks.map(({ value, at, text }) => (
            <span key={value} style={{ left: atPercent(at) }}>
              {text}
            </span>
          ))}
        </div>
      </div>
      <p className="caption">{caption}</p>
    </div>
  );
}
