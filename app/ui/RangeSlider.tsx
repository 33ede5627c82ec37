/** @file A part of a scale, between two thumbs: arrow keys move by a step, Page Up and Page Down by ten, Home and End all the way. */
import { Slider } from 'radix-ui';
import type { ReactNode } from 'react';

export interface SliderRange {
  readonly from: number;
  readonly to: number;
}

export interface RangeSliderProps {
  readonly label: string;
  /** The names of the two thumbs. */
  readonly thumbs: readonly [string, string];
  readonly bounds: SliderRange;
  readonly step: number;
  /** How close the thumbs may come to each other, in steps. */
  readonly closest: number;
  readonly value: SliderRange;
  readonly words: (value: number) => string;
  readonly onChange: (range: SliderRange) => void;
  /** The drawing on the track, from end to end of the scale. */
  readonly children?: ReactNode;
}

export default function RangeSlider(props: RangeSliderProps) {
  const { label, thumbs, bounds, step, closest, value, words, onChange, children } = props;
  // The slider's own arithmetic is exact in whole steps.
  const steps = (share: number): number => Number((share / step).toFixed(6));
  const share = (count: number | undefined): number => Number(((count ?? 0) * step).toFixed(6));
  return (
    <Slider.Root
      className="range-slider"
      aria-label={label}
      role="group"
      min={steps(bounds.from)}
      max={steps(bounds.to)}
      step={1}
      minStepsBetweenThumbs={closest}
      value={[steps(value.from), steps(value.to)]}
      onValueChange={([from, to]) => onChange({ from: share(from), to: share(to) })}
    >
      <Slider.Track className="range-track">
        {children}
        <Slider.Range className="range-part" />
      </Slider.Track>
      <Slider.Thumb
        className="range-thumb"
        aria-label={thumbs[0]}
        aria-valuetext={words(value.from)}
        data-testid="range-from"
      />
      <Slider.Thumb
        className="range-thumb"
        aria-label={thumbs[1]}
        aria-valuetext={words(value.to)}
        data-testid="range-to"
      />
    </Slider.Root>
  );
}
