/**
 * @file Links a trial across all pictures: what is pointed at or focused is lit wherever it is drawn.
 *
 * Marks carry `data-trial`, rows and groups of a scenario `data-scenario`. One listener on the section finds them, and
 * writes `data-lit` on what belongs together and `data-linking` on the section; the stylesheet does the rest. React
 * draws nothing for it, so that a thousand marks cost one look-up.
 */

export interface Pointed {
  /** Id of the trial's record. */
  readonly trial: string;
  readonly mark: Element;
  /** Where the pointer came upon it, in pixels of the window; null by keyboard. */
  readonly at: { readonly x: number; readonly y: number } | null;
}

export interface TrialLinks {
  /** Unlinks until something else is pointed at. */
  readonly dismiss: () => void;
  /** Unlinks and listens no more. */
  readonly stop: () => void;
}

interface Target {
  readonly trial: string | null;
  readonly scenario: string | null;
}

/** @param onPoint called with the trial that is pointed at, and with null when none is any more */
export function linkTrials(section: HTMLElement, onPoint: (pointed: Pointed | null) => void): TrialLinks {
  let target: Target | null = null;
  let pointed: Pointed | null = null;
  let lit: readonly Element[] = [];
  let lastPointer = '';

  const tell = (next: Pointed | null): void => {
    if (next === pointed) return;
    pointed = next;
    onPoint(next);
  };

  /** Brings the attributes in line with the target; touches only what changes. */
  const light = (): void => {
    const next = target ? membersOf(section, target) : new Map<Element, string>();
    for (const element of lit) if (!next.has(element)) element.removeAttribute('data-lit');
    for (const [element, kind] of next)
      if (element.getAttribute('data-lit') !== kind) element.setAttribute('data-lit', kind);
    lit = [...next.keys()];
    if (target) section.setAttribute('data-linking', target.trial === null ? 'scenario' : 'trial');
    else section.removeAttribute('data-linking');
  };

  /** Charts draw their marks anew while they are lit: a trial ends, an axis changes, a table is sorted. */
  const observer = new MutationObserver(() => {
    light();
    if (!pointed || marksThis(pointed.mark, pointed.trial)) return;
    const kind = pointed.mark.getAttribute('class');
    const again = lit.find(
      (mark) => mark.getAttribute('data-lit') === 'trial' && mark.getAttribute('class') === kind,
    );
    if (again) tell({ ...pointed, mark: again });
    else dismiss();
  });
  const marksThis = (mark: Element, trial: string): boolean =>
    section.contains(mark) && mark.getAttribute('data-trial') === trial;

  const link = (next: Target | null): void => {
    if (next?.trial === target?.trial && next?.scenario === target?.scenario) return;
    if (next && !target)
      observer.observe(section, {
        ...{ subtree: true, childList: true },
        attributeFilter: ['data-trial', 'data-scenario'],
      });
    if (!next) observer.disconnect();
    target = next;
    light();
  };

  function dismiss(): void {
    link(null);
    tell(null);
  }

  const point = (place: EventTarget | null, at: Pointed['at']): void => {
    const hit = place instanceof Element ? place.closest('[data-trial]') : null;
    const row = place instanceof Element ? (hit ?? place).closest('[data-scenario]') : null;
    // A finger is larger than a dot.
    const mark = lastPointer === 'touch' && row && at ? (nearestMark(row, at) ?? hit) : hit;
    const trial = mark?.getAttribute('data-trial') ?? null;
    const scenario =
      row?.getAttribute('data-scenario') ?? (trial === null ? null : scenarioOf(section, trial));
    link(trial === null && scenario === null ? null : { trial, scenario });
    if (!mark || trial === null) tell(null);
    else if (pointed?.mark !== mark || pointed.trial !== trial) tell({ trial, mark, at });
  };

  const listening = new AbortController();
  const { signal } = listening;
  section.addEventListener(
    'pointerover',
    (event) => {
      // A finger that scrolls passes over marks; one that means a mark taps it.
      if (event.pointerType !== 'touch') point(event.target, { x: event.clientX, y: event.clientY });
    },
    { signal },
  );
  section.addEventListener('pointerleave', ({ pointerType }) => pointerType !== 'touch' && dismiss(), {
    signal,
  });
  section.addEventListener('focusin', ({ target: focused }) => point(focused, null), { signal });
  section.addEventListener(
    'focusout',
    ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && section.contains(relatedTarget))) dismiss();
    },
    { signal },
  );
  section.addEventListener(
    'click',
    ({ target: tapped, clientX, clientY }) => {
      if (lastPointer === 'touch') point(tapped, { x: clientX, y: clientY });
    },
    { signal },
  );
  document.addEventListener(
    'pointerdown',
    ({ pointerType, target: pressed }) => {
      lastPointer = pointerType;
      if (!(pressed instanceof Node && section.contains(pressed))) dismiss();
    },
    { signal, capture: true },
  );

  return {
    dismiss,
    stop() {
      listening.abort();
      dismiss();
    },
  };
}

/** In pixels. */
const FINGER = 24;

/** The mark in a scenario's row that a tap means; null if none is near. */
function nearestMark(row: Element, { x, y }: NonNullable<Pointed['at']>): Element | null {
  let nearest: Element | null = null;
  let least = FINGER;
  for (const mark of row.querySelectorAll('[data-trial]')) {
    const { left, right, top, bottom } = mark.getBoundingClientRect();
    const distance = Math.hypot((left + right) / 2 - x, (top + bottom) / 2 - y);
    if (distance < least) [nearest, least] = [mark, distance];
  }
  return nearest;
}

/** What is lit, as `trial` or as `scenario`. Other trials of a trial's scenario are not. */
function membersOf(section: HTMLElement, { trial, scenario }: Target): Map<Element, string> {
  const members = new Map<Element, string>();
  if (scenario !== null)
    for (const element of section.querySelectorAll(`[data-scenario="${CSS.escape(scenario)}"]`))
      if (trial === null || !element.hasAttribute('data-trial')) members.set(element, 'scenario');
  if (trial !== null)
    for (const element of section.querySelectorAll(`[data-trial="${CSS.escape(trial)}"]`))
      members.set(element, 'trial');
  return members;
}

/** By another mark of the trial, where this one stands in no row of a scenario. */
function scenarioOf(section: HTMLElement, trial: string): string | null {
  for (const mark of section.querySelectorAll(`[data-trial="${CSS.escape(trial)}"]`)) {
    const row = mark.closest('[data-scenario]');
    if (row) return row.getAttribute('data-scenario');
  }
  return null;
}
