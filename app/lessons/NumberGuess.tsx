/** @file A number guessed with a slider. */
import { useId } from 'react';
import type { NumberTask } from '../../src/lessons/lesson';

export interface NumberGuessProps {
  readonly task: NumberTask;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

export function NumberGuess({ task, value, onChange }: NumberGuessProps) {
  const id = useId();
  const { prompt, min, max, step, unit } = task;
  return (
    <div className="number-guess">
      <label htmlFor={id}>{prompt}</label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={`${value} ${unit}`}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output htmlFor={id}>
        {value} {unit}
      </output>
    </div>
  );
}
