/** @file Which control's explanation is due, by pointer and keyboard. */

/** Milliseconds for which the pointer rests before the first explanation appears. */
const REST_MS = 500;
/** For so long after one explanation has gone, the next appears at once. */
const WARM_MS = 300;
/** The way from the control to its explanation takes a moment. */
const LEAVE_MS = 120;
/** Taking the focus may scroll the page, which takes explanations away; after this long that is over. */
const SCROLLED_MS = 150;

const explained = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-explanation]') : null;

/**
 * Follows the document's events.
 * @param show gets the control to explain, or null for none
 * @returns a function that ends it
 */
export function followExplanations(show: (control: HTMLElement | null) => void): () => void {
  let shown: HTMLElement | null = null;
  let wanted: HTMLElement | null = null;
  let goneAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const set = (control: HTMLElement | null): void => {
    clearTimeout(timer);
    if (shown && !control) goneAt = performance.now();
    shown = wanted = control;
    show(control);
  };
  const setAfter = (ms: number, control: HTMLElement | null): void => {
    clearTimeout(timer);
    wanted = control;
    timer = setTimeout(() => set(control?.isConnected ? control : null), ms);
  };

  const onPointerOver = ({ target, pointerType }: PointerEvent): void => {
    if (pointerType === 'touch') return;
    if (target instanceof Element && target.closest('.explanation')) return clearTimeout(timer);
    const control = explained(target);
    if (control === shown && control === wanted) return clearTimeout(timer);
    if (!control) {
      if (shown === null) set(null);
      else if (!shown.matches(':focus-visible')) setAfter(LEAVE_MS, null);
    } else if (control !== wanted || shown === null) {
      const warm = shown !== null || performance.now() - goneAt < WARM_MS;
      setAfter(warm ? 0 : REST_MS, control);
    }
  };
  const onFocusIn = ({ target }: FocusEvent): void => {
    const control = explained(target);
    // Pressing a button shows no explanation.
    if (control && target instanceof Element && target.matches(':focus-visible'))
      setAfter(SCROLLED_MS, control);
  };
  const onFocusOut = ({ target }: FocusEvent): void => {
    if (explained(target) === wanted) set(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || shown === null) return;
    // A dialog below the explanation of what has the focus stays open.
    if (shown.matches(':focus-visible')) event.stopPropagation();
    set(null);
  };
  const onScroll = ({ target }: Event): void => {
    if (shown && target instanceof Node && target.contains(shown)) set(null);
  };
  const onPointerDown = (): void => set(null);

  const focused = explained(document.activeElement);
  if (focused?.matches(':focus-visible')) setAfter(SCROLLED_MS, focused);
  const stop = listen({ onPointerOver, onPointerDown, onFocusIn, onFocusOut, onKeyDown, onScroll });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

interface Listeners {
  readonly onPointerOver: (event: PointerEvent) => void;
  readonly onPointerDown: () => void;
  readonly onFocusIn: (event: FocusEvent) => void;
  readonly onFocusOut: (event: FocusEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onScroll: (event: Event) => void;
}

function listen(to: Listeners): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  document.addEventListener('pointerover', to.onPointerOver, { signal });
  document.addEventListener('pointerdown', to.onPointerDown, { signal, capture: true });
  document.addEventListener('focusin', to.onFocusIn, { signal });
  document.addEventListener('focusout', to.onFocusOut, { signal });
  window.addEventListener('keydown', to.onKeyDown, { signal, capture: true });
  window.addEventListener('scroll', to.onScroll, { signal, capture: true, passive: true });
  return () => ending.abort();
}
