/** @file A part of the page that follows its value when its turn comes, so that no two charts draw in one task. */
import { startTransition, useEffect, useRef, useState, type ReactNode } from 'react';
import { takeTurn } from './turns';

/** The value as of this component's last turn; `first` until it has had one. */
export function useInTurn<T>(value: T, first = value): T {
  const [seen, setSeen] = useState({ value: first });
  const latest = useRef(value);
  const leave = useRef<(() => void) | null>(null);
  useEffect(() => {
    latest.current = value;
    if (Object.is(value, seen.value)) return;
    // A value that changes again while it waits keeps its position in the queue.
    leave.current ??= takeTurn(() => {
      leave.current = null;
      startTransition(() => setSeen({ value: latest.current }));
    });
  }, [value, seen]);
  useEffect(
    () => () => {
      leave.current?.();
      leave.current = null;
    },
    [],
  );
  return seen.value;
}

export interface InTurnProps<T> {
  readonly value: T;
  /** What it is until its first turn; `value` if absent. */
  readonly first?: T;
  /**
   * It should return something memoised, because it is also called when the value has changed and the turn has not come
   * yet.
   */
  readonly children: (value: T) => ReactNode;
}

export function InTurn<T>({ value, first, children }: InTurnProps<T>) {
  return children(useInTurn(value, first));
}
