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
    const hit = target instanceof Element ? target.closest('[data-trial]') : null;
    const row = target instanceof Element ? (hit ?? target).closest('[data-scenario]') : null;
    // A finger is larger than a dot.
    const mark = byTouch && row && at ? (nearestMark(row, at) ?? hit) : hit;
    const trial = mark?.getAttribute('data-trial') ?? null;
    const scenario =
      row?.getAttribute('data-scenario') ?? (trial === null ? null : scenarioOf(section, trial));
    highlight.show(trial === null && scenario === null ? null : { trial, scenario });
    if (!mark || trial === null) tell(null);
    else if (pointed?.mark !== mark || pointed.trial !== trial) tell({ trial, mark, at });
  };

  const listening = new AbortController();
  listenToPointing(section, { onPoint: point, onLeave: dismiss }, listening.signal);
  return {
    dismiss,
    stop() {
      listening.abort();
      dismiss();
    },
  };
}

/** Whether the mark is still in the section, and still that of the trial. */
function marksThis(section: HTMLElement, { mark, trial }: Pointed): boolean {
  return section.contains(mark) && mark.getAttribute('data-trial') === trial;
}

/** The reach of a finger in pixels. */
const FINGER = 24;

/** The mark in a scenario's row that a tap means; null if none is near. */
function nearestMark(row: Element, { x, y }: Point): Element | null {
  let nearest: Element | null = null;
  let least = FINGER;
  for (const mark of row.querySelectorAll('[data-trial]')) {
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
