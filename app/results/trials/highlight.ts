/** @file Highlights what belongs to a trial or to a scenario, wherever it is drawn. */

/** A trial, a scenario, or a trial together with its scenario. */
export interface Target {
  /** Id of the trial's record. */
  readonly trial: string | null;
  /** Name of the scenario. */
  readonly scenario: string | null;
}

/**
 * Writes `data-lit` on the elements of a target and `data-linking` on the section, which the style sheet follows. React
 * draws nothing for it, so a thousand marks cost one look-up.
 */
export class Highlight {
  private target: Target | null = null;
  private lit: readonly Element[] = [];
  private readonly observer: MutationObserver;

  /** @param onRedrawn is called when marks were redrawn while something is lit, after they are lit again */
  constructor(
    private readonly section: HTMLElement,
    onRedrawn: () => void,
  ) {
    // Charts redraw their marks when a trial ends, an axis changes or a table is sorted.
    this.observer = new MutationObserver(() => {
      this.light();
      onRedrawn();
    });
  }

  /** @param next null for nothing */
  show(next: Target | null): void {
    if (next?.trial === this.target?.trial && next?.scenario === this.target?.scenario) return;
    if (next && !this.target)
      this.observer.observe(this.section, {
        ...{ subtree: true, childList: true },
        attributeFilter: ['data-trial', 'data-scenario'],
      });
    if (!next) this.observer.disconnect();
    this.target = next;
    this.light();
  }

  /** The lit mark of the trial that is drawn in the same way as `mark`, to replace one that is no longer there. */
  markLike(mark: Element): Element | undefined {
    const kind = mark.getAttribute('class');
    return this.lit.find(
      (each) => each.getAttribute('data-lit') === 'trial' && each.getAttribute('class') === kind,
    );
  }

  /** Brings the attributes in line with the target and touches only those that change. */
  private light(): void {
    const { target, section } = this;
    const next = target ? membersOf(section, target) : new Map<Element, string>();
    for (const element of this.lit) if (!next.has(element)) element.removeAttribute('data-lit');
    for (const [element, kind] of next)
      if (element.getAttribute('data-lit') !== kind) element.setAttribute('data-lit', kind);
    this.lit = [...next.keys()];
    if (target) section.setAttribute('data-linking', target.trial === null ? 'scenario' : 'trial');
    else section.removeAttribute('data-linking');
  }
}

/** The elements to light, as `trial` or as `scenario`. Other trials of a trial's scenario are not lit. */
function membersOf(section: HTMLElement, { trial, scenario }: Target): Map<Element, string> {
  const members = new Map<Element, string>();
  if (scenario !== null)
    for (const element of section.querySelectorAll(`[data-scenario="${CSS.escape(scenario)}"]`))
      if (trial === null || !element.hasAttribute('data-trial')) members.set(element, 'scenario');
  if (trial !== null) for (const mark of marksOf(section, trial)) members.set(mark, 'trial');
  return members;
}

/** Every mark of a trial in the section. */
export function marksOf(section: HTMLElement, trial: string): NodeListOf<Element> {
  return section.querySelectorAll(`[data-trial="${CSS.escape(trial)}"]`);
}
