/**
 * @file Links a trial across all pictures: a trial that is pointed at or focused is lit wherever it is drawn.
 *
 * Marks carry `data-trial`, rows and groups of a scenario `data-scenario`. One set of listeners on the section finds
 * them.
 */
import { Highlight, marksOf } from './highlight';
import { listenToPointing, type Point } from './pointing';

export interface Pointed {
  /** Id of the trial's record. */
  readonly trial: string;
  readonly mark: Element;
  /** Where the pointer met it; null for the keyboard. */
  readonly at: Point | null;
}

export interface TrialLinks {
  /** Unlinks until something else is pointed at. */
  readonly dismiss: () => void;
  /** Unlinks and stops listening. */
  readonly stop: () => void;
}

/** @param onPoint is called with the trial that is pointed at, and with null when none is any more */
export function linkTrials(section: HTMLElement, onPoint: (pointed: Pointed | null) => void): TrialLinks {
  let pointed: Pointed | null = null;
  const tell = (next: Pointed | null): void => {
    if (next === pointed) return;
    pointed = next;
    onPoint(next);
  };

  const highlight = new Highlight(section, () => {
    if (!pointed || marksThis(section, pointed)) return;
    const again = highlight.markLike(pointed.mark);
    if (again) tell({ ...pointed, mark: again });
    else dismiss();
  });

  function dismiss(): void {
    highlight.show(null);
    tell(null);
  }

  const point = (target: EventTarget | null, at: Point | null, byTouch: boolean): void => {
    const { hit, row } = placeOf(target);
    const mark = meantMark(hit, row, at, byTouch);
    const trial = mark?.getAttribute('data-trial') ?? null;
    const scenario =
      row?.getAttribute('data-scenario') ?? (trial === null ? null : scenarioOf(section, trial));
    highlight.show(trial === null && scenario === null ? null : { trial, scenario });
    if (!mark || trial === null) tell(null);
    else if (pointed?.mark !== mark || pointed.trial !== trial) tell({ trial, mark, at });
  };

  // The mark that the mouse is on. It is told once: what lies uppermost there changes when it is lit or dismissed.
  let passed: Element | null = null;
  const pass = (target: EventTarget | null, at: Point, byTouch: boolean): void => {
    const { hit, row } = placeOf(target);
    const mark = meantMark(hit, row, at, byTouch);
    if (mark && mark === passed) return;
    passed = mark;
    point(target, at, byTouch);
  };
  const leave = (): void => {
    passed = null;
    dismiss();
  };

  const listening = new AbortController();
  listenToPointing(section, { onPoint: point, onPass: pass, onLeave: leave }, listening.signal);
  return {
    dismiss,
    stop() {
      listening.abort();
      dismiss();
    },
  };
}

/** The uppermost mark of an event's target, and the scenario's row around it. */
function placeOf(target: EventTarget | null): { hit: Element | null; row: Element | null } {
  if (!(target instanceof Element)) return { hit: null, row: null };
  const hit = target.closest('[data-trial]');
  return { hit, row: (hit ?? target).closest('[data-scenario]') };
}

/** Whether the mark is still in the section, and still that of the trial. */
function marksThis(section: HTMLElement, { mark, trial }: Pointed): boolean {
  return section.contains(mark) && mark.getAttribute('data-trial') === trial;
}

/** The reach of a finger in pixels. */
const FINGER = 24;

/**
 * The mark that a pointer means.
 *
 * @param hit the uppermost mark under the pointer
 * @param row the scenario's row around it
 */
function meantMark(
  hit: Element | null,
  row: Element | null,
  at: Point | null,
  byTouch: boolean,
): Element | null {
  if (!at) return hit;
  // A finger is larger than a dot.
  if (byTouch) return row ? (nearestMark(row.querySelectorAll('[data-trial]'), at) ?? hit) : hit;
  // Dots and ticks may cover each other. Of lines that cross, the uppermost is meant.
  if (!(hit instanceof HTMLElement)) return hit;
  const beneath = document
    .elementsFromPoint(at.x, at.y)
    .filter((each) => each.hasAttribute('data-trial') && each.parentElement === hit.parentElement);
  return nearestMark(beneath, at) ?? hit;
}

/** The mark whose middle is nearest; null if none is within a finger's reach. */
function nearestMark(marks: Iterable<Element>, { x, y }: Point): Element | null {
  let nearest: Element | null = null;
  let least = FINGER;
  for (const mark of marks) {
    const { left, right, top, bottom } = mark.getBoundingClientRect();
    const distance = Math.hypot((left + right) / 2 - x, (top + bottom) / 2 - y);
    if (distance < least) [nearest, least] = [mark, distance];
  }
  return nearest;
}

/** The scenario of another mark of the trial, for a mark that is not in a scenario's row. */
function scenarioOf(section: HTMLElement, trial: string): string | null {
  for (const mark of marksOf(section, trial)) {
    const row = mark.closest('[data-scenario]');
    if (row) return row.getAttribute('data-scenario');
  }
  return null;
}
