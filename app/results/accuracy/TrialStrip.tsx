/** @file A scenario's trials as dots on the axis: one tab stop, arrow keys go from dot to dot. */
import { memo, useState, type FocusEvent, type KeyboardEvent } from 'react';
import type { Measure, Scenario } from '../../../src/experiment/experiment';
import type { TrialDot } from '../../../src/figures/accuracy/marks';
import { MEASURE_FORMS } from '../../../src/stats/measures/measureForm';
import { atPercent } from '../../ui/atPercent';
import { useInTurn } from '../../ui/InTurn';
import { trialSentence } from '../trials/trialFigures';

export interface TrialStripProps {
  readonly scenario: Scenario;
  readonly dots: readonly TrialDot[];
  /** What the positions of the dots are by. */
  readonly measure: Measure;
}

/** More dots than this are drawn when their strip's turn comes: ten thousand at once would freeze the page. */
const AT_ONCE = 100;
const NO_DOTS: readonly TrialDot[] = [];

export const TrialStrip = memo(function TrialStrip(props: TrialStripProps) {
  return props.dots.length > AT_ONCE ? <LateStrip {...props} /> : <Strip {...props} />;
});

function LateStrip({ dots, ...rest }: TrialStripProps) {
  return <Strip dots={useInTurn(dots, NO_DOTS)} {...rest} />;
}

const Strip = memo(function Strip({ scenario, dots, measure }: TrialStripProps) {
  const [focused, setFocused] = useState<string | null>(null);
  const inOrder = [...dots].sort((a, b) => a.at - b.at).map(({ record }) => record.id);
  // A map, because a class's results may be tens of thousands of dots.
  const positions = new Map(inOrder.map((id, position) => [id, position]));
  // The dot that Tab leads to: the one that had the focus last, or the lowest.
  const stop = focused !== null && positions.has(focused) ? focused : inOrder[0];

  const onFocus = ({ target }: FocusEvent): void =>
    setFocused(target instanceof HTMLElement ? (target.dataset['trial'] ?? null) : null);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const next = nextIndex(event.key, stop === undefined ? -1 : (positions.get(stop) ?? -1), inOrder.length);
    const id = next === null ? undefined : inOrder[next];
    if (id === undefined) return;
    event.preventDefault();
    event.currentTarget.parentElement
      ?.querySelector<HTMLElement>(`[data-trial="${CSS.escape(id)}"]`)
      ?.focus();
  };

  return (
    <div
      className="trial-strip"
      data-testid="trial-strip"
      {...(dots.length > 0
        ? {
            role: 'listbox',
            'aria-orientation': 'horizontal',
            'aria-label': `Trials of ${scenario.name}, by ${MEASURE_FORMS[measure].name}`,
          }
        : {})}
    >
      {dots.map(({ record, at, level }) => (
        <span
          key={record.id}
          className="trial-dot"
          role="option"
          aria-selected={record.id === focused}
          aria-label={trialSentence(record, measure)}
          aria-posinset={(positions.get(record.id) ?? 0) + 1}
          aria-setsize={inOrder.length}
          tabIndex={record.id === stop ? 0 : -1}
          onFocus={onFocus}
          onKeyDown={onKeyDown}
          data-trial={record.id}
          style={{
            left: atPercent(at),
            top: atPercent(level),
            background: scenario.color,
          }}
        />
      ))}
    </div>
  );
});

/** The dot that a key leads to, among dots in the order of their accuracies; null for other keys. */
function nextIndex(key: string, from: number, length: number): number | null {
  if (length === 0) return null;
  const last = length - 1;
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(last, from + 1);
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, from - 1);
  return null;
}
