/** @file Listens for pointing in a section of the page: by mouse, by finger or by the keyboard's focus. */

/** A position in pixels of the window. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PointingHandlers {
  /** @param at null for the keyboard @param byTouch whether by a finger, which is larger than its target */
  readonly onPoint: (target: EventTarget | null, at: Point | null, byTouch: boolean) => void;
  /** Nothing is pointed at any more. */
  readonly onLeave: () => void;
}

/** @param signal stops the listening */
export function listenToPointing(
  section: HTMLElement,
  { onPoint, onLeave }: PointingHandlers,
  signal: AbortSignal,
): void {
  let lastPointer = '';
  const isInside = (target: EventTarget | null): boolean =>
    target instanceof Node && section.contains(target);

  section.addEventListener(
    'pointerover',
    ({ pointerType, target, clientX, clientY }) => {
      // A finger that scrolls passes over marks; one that means a mark taps it.
      if (pointerType !== 'touch') onPoint(target, { x: clientX, y: clientY }, lastPointer === 'touch');
    },
    { signal },
  );
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
