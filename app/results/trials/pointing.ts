/** @file Listens for pointing in a section of the page: by mouse, by finger or by the keyboard's focus. */

/** A position in pixels of the window. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PointingHandlers {
  /**
   * By a tap or by the focus.
   *
   * @param at null for the keyboard
   * @param byTouch whether by a finger, which is larger than its target
   */
  readonly onPoint: (target: EventTarget | null, at: Point | null, byTouch: boolean) => void;
  /** The mouse has come to another target, or moves over a mark, which others may cover. */
  readonly onPass: (target: EventTarget | null, at: Point, byTouch: boolean) => void;
  /** Nothing is pointed at any more. */
  readonly onLeave: () => void;
}

/** @param signal stops the listening */
export function listenToPointing(
  section: HTMLElement,
  { onPoint, onPass, onLeave }: PointingHandlers,
  signal: AbortSignal,
): void {
  let lastPointer = '';
  const isInside = (target: EventTarget | null): boolean =>
    target instanceof Node && section.contains(target);

  const pass = ({ pointerType, target, clientX, clientY }: PointerEvent): void => {
    // A finger that scrolls passes over marks; one that means a mark taps it.
    if (pointerType !== 'touch') onPass(target, { x: clientX, y: clientY }, lastPointer === 'touch');
  };
  const isMark = (target: EventTarget | null): boolean =>
    target instanceof Element && target.closest('[data-trial]') !== null;
  section.addEventListener('pointerover', pass, { signal });
  section.addEventListener('pointermove', (event) => isMark(event.target) && pass(event), { signal });
  section.addEventListener('pointerleave', ({ pointerType }) => pointerType !== 'touch' && onLeave(), {
    signal,
  });
  section.addEventListener('focusin', ({ target }) => onPoint(target, null, lastPointer === 'touch'), {
    signal,
  });
  section.addEventListener('focusout', ({ relatedTarget }) => !isInside(relatedTarget) && onLeave(), {
    signal,
  });
  section.addEventListener(
    'click',
    ({ target, clientX, clientY }) => {
      if (lastPointer === 'touch') onPoint(target, { x: clientX, y: clientY }, true);
    },
    { signal },
  );
  document.addEventListener(
    'pointerdown',
    ({ pointerType, target }) => {
      lastPointer = pointerType;
      if (!isInside(target)) onLeave();
    },
    { signal, capture: true },
  );
}
