/**
 * @file The explanation of what is pointed at or focused, above it or below it. It stays while the pointer is on it, and
 * Escape takes it away (WCAG 2.2, 1.4.13).
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { followExplanations } from './followExplanations';

const ID = 'explanation';
const GAP_PX = 6;
const MARGIN_PX = 8;

export default function ExplanationLayer() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  useEffect(() => followExplanations(setAnchor), []);
  return (
    anchor && createPortal(<Explanation key={anchor.dataset['explanation']} anchor={anchor} />, document.body)
  );
}

function Explanation({ anchor }: { readonly anchor: HTMLElement }) {
  const bubble = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (bubble.current) place(bubble.current, anchor.getBoundingClientRect());
  }, [anchor]);
  useEffect(() => {
    // A control that is described already says the same there.
    if (anchor.hasAttribute('aria-describedby')) return;
    anchor.setAttribute('aria-describedby', ID);
    return () => anchor.removeAttribute('aria-describedby');
  }, [anchor]);
  return (
    <div ref={bubble} id={ID} className="explanation" role="tooltip">
      {anchor.dataset['explanation']}
    </div>
  );
}

/** Above the control if there is room, otherwise below it, and within the window. */
function place(bubble: HTMLElement, control: DOMRect): void {
  const { width, height } = bubble.getBoundingClientRect();
  const above = control.top - height - GAP_PX;
  const middle = control.left + control.width / 2 - width / 2;
  const left = Math.max(
    MARGIN_PX,
    Math.min(middle, document.documentElement.clientWidth - width - MARGIN_PX),
  );
  const top = above >= MARGIN_PX ? above : control.bottom + GAP_PX;
  Object.assign(bubble.style, { left: `${left}px`, top: `${top}px` });
}
