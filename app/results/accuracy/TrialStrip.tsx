/** @file A scenario's trials as dots on the accuracy axis: one tab stop, arrow keys go from dot to dot. */
import { memo, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { liesOn, positionOn, type Range } from '../../../src/stats/axis';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { trialSentence } from '../trials/trialFigures';

/** Trials of equal accuracy lie beside each other, not on top of each other. */
const LEVELS = 3;

export interface TrialStripProps {
  readonly group: ScenarioGroup;
  readonly axis: Range;
}

export const TrialStrip = memo(function TrialStrip({ group, axis }: TrialStripProps) {
  const { scenario, done, accuracies } = group;
  const [focused, setFocused] = useState<string | null>(null);
  const dots = done.flatMap((record, index) => {
    const accuracy = accuracies[index];
    return accuracy !== undefined && liesOn(axis, accuracy) ? [{ record, accuracy, index }] : [];
  });
  const inOrder = [...dots].sort((a, b) => a.accuracy - b.accuracy).map(({ record }) => record.id);
  // A class's results may be tens of thousands of dots.
  const places = new Map(inOrder.map((id, place) => [id, place]));
  // The dot that Tab leads to: the one that had the focus last, or the lowest.
  const stop = focused !== null && places.has(focused) ? focused : inOrder[0];

  const onFocus = ({ target }: FocusEvent): void =>
    setFocused(target instanceof HTMLElement ? (target.dataset['trial'] ?? null) : null);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const next = nextIndex(event.key, stop === undefined ? -1 : (places.get(stop) ?? -1), inOrder.length);
    const id = next === null ? undefined : inOrder[next];
    if (id === undefined) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>(`[data-trial="${CSS.escape(id)}"]`)?.focus();
  };

  return (
    <div
      className="trial-strip"
      data-testid="trial-strip"
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      {...(dots.length > 0
        ? {
            role: 'listbox',
            'aria-orientation': 'horizontal',
            'aria-label': `Trials of ${scenario.name}, by accuracy`,
          }
        : {})}
    >
      {dots.map(({ record, accuracy, index }) => (
        <span
          key={record.id}
          className="trial-dot"
          role="option"
          aria-selected={record.id === focused}
          aria-label={trialSentence(record)}
          aria-posinset={(places.get(record.id) ?? 0) + 1}
          aria-setsize={inOrder.length}
          tabIndex={record.id === stop ? 0 : -1}
          data-trial={record.id}
          style={{
            left: `${positionOn(axis, accuracy) * 100}%`,
            top: `${((index % LEVELS) + 1) * (100 / (LEVELS + 1))}%`,
            background: scenario.color,
          }}
        />
      ))}
    </div>
  );
});

/** Where a key leads among dots in the order of their accuracies; null for other keys. */
function nextIndex(key: string, from: number, length: number): number | null {
  if (length === 0) return null;
  const last = length - 1;
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(last, from + 1);
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, from - 1);
  return null;
}
