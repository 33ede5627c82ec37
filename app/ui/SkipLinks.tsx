/** @file The first tab stops of the page: past its head, to the grid and to the results. */
import type { MouseEvent } from 'react';

export const GRID_ID = 'experiment';
export const RESULTS_ID = 'results';

/** Goes to a part of the page without following the link, because its fragment would replace the experiment's. */
export function jumpTo(id: string): void {
  const part = document.getElementById(id);
  part?.scrollIntoView({ block: 'start' });
  part?.focus({ preventScroll: true });
}

export function SkipLinks() {
  const skip = (id: string) => (event: MouseEvent) => {
    event.preventDefault();
    jumpTo(id);
  };
  return (
    <nav className="skip-links" aria-label="Skip">
      <a href={`#${GRID_ID}`} onClick={skip(GRID_ID)}>
        Skip to the grid
      </a>
      <a href={`#${RESULTS_ID}`} onClick={skip(RESULTS_ID)}>
        Skip to the results
      </a>
    </nav>
  );
}
