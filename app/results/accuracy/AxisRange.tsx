/** @file The slider below the plots: the part of the axis that they show, moved at either end. */
import { memo } from 'react';
import type { Measure } from '../../../src/experiment/experiment';
import { loadable, useIdle } from '../../ui/loadable';
import { NARROWEST, positionOn, RANGE_STEP, type Range } from '../../../src/stats/densities/axis';
import { formatRange, MEASURE_FORMS } from '../../../src/stats/measures/measureForm';
import { Explained } from '../../ui/Explained';

/** It measures itself as it appears, which lays the page out, so it comes when nothing else is going on. */
const RangeSlider = loadable('The slider of the axis', () => import('../../ui/RangeSlider'));

export interface AxisRangeProps {
  /** The axis as a whole. */
  readonly whole: Range;
  /** The part of it that is shown. */
  readonly shown: Range;
  /** A sentence about what is not shown; empty if everything is. */
  readonly outside: string;
  readonly values: readonly number[];
  readonly measure: Measure;
  /** Whether the person has chosen what is shown. */
  readonly chosen: boolean;
  readonly onChange: (range: Range | null) => void;
}

export const AxisRange = memo(function AxisRange(props: AxisRangeProps) {
  const { whole, shown, outside, values, measure, chosen, onChange } = props;
  const form = MEASURE_FORMS[measure];
  const idle = useIdle();
  return (
    <div className="axis-range" data-idle={values.length === 0 ? '' : undefined}>
      <div className="axis-range-words">
        <span className="quiet">{formatRange(shown, form)}</span>
        <Explained text="Shows the whole scale again, as a double click on the plots does.">
          <button type="button" className="quiet-button" disabled={!chosen} onClick={() => onChange(null)}>
            Reset
          </button>
        </Explained>
      </div>
      <div className="range-place">
        {idle && values.length > 0 && (
          <RangeSlider
            label={`Range of the ${form.name} axis`}
            thumbs={['Axis begins at', 'Axis ends at']}
            bounds={whole}
            step={RANGE_STEP}
            closest={Math.round(NARROWEST / RANGE_STEP)}
            value={shown}
            words={form.value}
            onChange={onChange}
          >
            <svg className="range-trials" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
              <path d={values.map((value) => `M${positionOn(whole, value).toFixed(4)} 0v1`).join('')} />
            </svg>
          </RangeSlider>
        )}
      </div>
      <p className="caption axis-range-told" role="status">
        {outside}
      </p>
    </div>
  );
});
