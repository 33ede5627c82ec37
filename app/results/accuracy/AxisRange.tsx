/** @file The slider below the plots: the part of the accuracy axis that they show, moved at either end. */
import { memo } from 'react';
import { percent } from '../../../src/base/format';
import { RangeSlider } from '../../ui/RangeSlider';
import { NARROWEST, positionOn, RANGE_STEP, type Range } from '../../../src/stats/densities/axis';
import { Explained } from '../../ui/Explained';

export interface AxisRangeProps {
  /** The axis as a whole. */
  readonly whole: Range;
  /** The part of it that is shown. */
  readonly shown: Range;
  /** A sentence about what is not shown; empty if everything is. */
  readonly outside: string;
  readonly accuracies: readonly number[];
  /** Whether the person has chosen what is shown. */
  readonly chosen: boolean;
  readonly onChange: (range: Range | null) => void;
}

/** One function for all renders: a new one each time would count as a change of the slider. */
const percentText = (value: number): string => percent(value);

export const AxisRange = memo(function AxisRange(props: AxisRangeProps) {
  const { whole, shown, outside, accuracies, chosen, onChange } = props;
  return (
    <div className="axis-range" data-idle={accuracies.length === 0 ? '' : undefined}>
      <div className="axis-range-words">
        <span className="quiet">
          {(shown.from * 100).toFixed(1)} to {percent(shown.to)}
        </span>
        <Explained text="Back to the whole scale, as a double click on the plots.">
          <button type="button" className="quiet-button" disabled={!chosen} onClick={() => onChange(null)}>
            Reset
          </button>
        </Explained>
      </div>
      <RangeSlider
        label="Range of the accuracy axis"
        thumbs={['Axis begins at', 'Axis ends at']}
        bounds={whole}
        step={RANGE_STEP}
        closest={Math.round(NARROWEST / RANGE_STEP)}
        value={shown}
        words={percentText}
        onChange={onChange}
      >
        <svg className="range-trials" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <path d={accuracies.map((value) => `M${positionOn(whole, value).toFixed(4)} 0v1`).join('')} />
        </svg>
      </RangeSlider>
      <p className="caption axis-range-told" role="status">
        {outside}
      </p>
    </div>
  );
});
