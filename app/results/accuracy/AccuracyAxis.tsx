/** @file The axis that all rows of accuracies share, with a mark at the accuracy of guessing. */
import type { AccuracyFigure } from '../../../src/figures/accuracy/accuracyFigure';
import { atPercent } from '../../ui/atPercent';

/** A narrow plot has room for five labels. */
const MOST_LABELS = 5;

export function AccuracyAxis({ figure: { axis, guessing } }: { readonly figure: AccuracyFigure }) {
  return (
    <div className="axis" aria-hidden="true">
      <div className="axis-inner" data-ticks={axis.ticks.length > MOST_LABELS ? 'many' : undefined}>
        {axis.ticks.map(({ value, at, text }) => (
          <span
            key={value}
            className="axis-tick"
            data-last={at === 1 ? '' : undefined}
            style={{ left: atPercent(at) }}
          >
            <span>{text}</span>
          </span>
        ))}
        {guessing && (
          <span className="axis-chance" data-side={guessing.side} style={{ left: atPercent(guessing.at) }}>
            <span>{guessing.label}</span>
          </span>
        )}
      </div>
    </div>
  );
}
