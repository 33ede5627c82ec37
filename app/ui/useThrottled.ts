/** @file Follows a value that changes often, at most every so many milliseconds. */
import { startTransition, useEffect, useRef, useState } from 'react';

export function useThrottled<T>(value: T, intervalMs: number): T {
  const [seen, setSeen] = useState(value);
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, last.current + intervalMs - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      startTransition(() => setSeen(value));
    }, wait);
    return () => clearTimeout(timer);
  }, [value, intervalMs]);
  return seen;
}
