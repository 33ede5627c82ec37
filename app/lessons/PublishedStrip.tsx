/** @file A scenario's published accuracy below its own trials, on an axis of its own: model and data differ. */
import { PUBLISHED_SOURCE } from '../../src/lessons/published';
import { useLab } from '../store/lab';
import { percent, withUnit } from '../../src/base/format';
import { publishedAxis, shownOverlay, usePublished } from './overlay';

const share = (value: number, from: number, to: number): string => `${((value - from) / (to - from)) * 100}%`;

export function PublishedStrip({ scenario }: { readonly scenario: string }) {
  const overlay = useLab(shownOverlay);
  const figures = usePublished(scenario);
  const axis = overlay && publishedAxis(overlay);
  if (!axis || figures?.accuracy === undefined) return null;
  const { accuracy, sd = 0 } = figures;
  const { from, to } = axis;
  return (
    <div
      className="published-strip"
      data-testid="published-strip"
      role="img"
      aria-label={`${scenario}, published: ${percent(accuracy, 2)}, sd ${percent(sd, 2)}`}
    >
      <div className="published-track">
        <span
          className="published-spread"
          style={{ left: share(accuracy - sd, from, to), right: share(to - (accuracy + sd), 0, to - from) }}
        />
        <span className="published-mark" style={{ left: share(accuracy, from, to) }} />
      </div>
      <span className="published-figure">
        {percent(accuracy, 2)} ± {(sd * 100).toFixed(2)}
      </span>
    </div>
  );
}

/** Below all rows: the strips' ticks, and what they are. */
export function PublishedAxis() {
  const overlay = useLab(shownOverlay);
  const axis = overlay && publishedAxis(overlay);
  if (!axis) return null;
  const digits = axis.ticks.some((tick) => Math.abs(tick * 100 - Math.round(tick * 100)) > 1e-6) ? 1 : 0;
  return (
    <div className="published-axis">
      <div className="published-ticks" aria-hidden="true">
        <div className="published-track">
          {axis.ticks.map((tick) => (
            <span key={tick} style={{ left: share(tick, axis.from, axis.to) }}>
              {withUnit((tick * 100).toFixed(digits), '%')}
            </span>
          ))}
        </div>
      </div>
      <p className="caption">
        ◇ Published: {PUBLISHED_SOURCE.model} on {PUBLISHED_SOURCE.dataset} ({PUBLISHED_SOURCE.author},{' '}
        {PUBLISHED_SOURCE.work}), mean ± deviation, on an axis of its own. Model and data differ, so compare
        order and gaps, not heights.
      </p>
    </div>
  );
}
