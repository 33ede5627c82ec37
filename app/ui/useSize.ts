/** @file The size of an element, and of the page's text, both in pixels. */
import { useEffect, useRef, useState, type RefObject } from 'react';

export interface Size {
  readonly width: number;
  readonly height: number;
  /** The size of the page's text. */
  readonly em: number;
}

/** Narrower than this, in units of the page's text, nothing can be drawn: the page is still finding its widths. */
const LEAST_WIDTH = 12;

/**
 * @returns what the element's `ref` is to be, and its size; null while it has no room, and until the browser has laid the page
 * out. Asking before that would lay out the whole page in the task that puts the element there.
 */
export function useSize<E extends HTMLElement>(): readonly [RefObject<E | null>, Size | null] {
  const ref = useRef<E>(null);
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      const em = parseFloat(getComputedStyle(document.documentElement).fontSize);
      setSize((before) =>
        before?.width === width && before.height === height && before.em === em
          ? before
          : { width, height, em },
      );
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size && size.width >= LEAST_WIDTH * size.em ? size : null];
}
