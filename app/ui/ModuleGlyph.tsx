/** @file A scenario as a small picture: the module grid at the size of a letter. */
import { memo } from 'react';
import type { Scenario } from '../../src/experiment/experiment';
import { adapterShares } from '../../src/figures/choices/adapterShares';
import { COMPONENTS } from '../../src/architecture/modules';

const CELL = 3;

/** Layer 12 is at the top, as on the grid, and cells are filled as far as there; the bar above is the classifier, and the one below the embeddings. */
export const ModuleGlyph = memo(function ModuleGlyph({ scenario }: { readonly scenario: Scenario }) {
  const layers = scenario.method === 'lora' ? scenario.modules.length : 12;
  const width = COMPONENTS.length * CELL;
  const height = (layers + 3) * CELL;
  const full = scenario.method === 'full';
  const shareOf = adapterShares(scenario);
  return (
    <svg
      className="glyph"
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      style={{ color: scenario.color }}
    >
      <rect width={width} height={layers * CELL} y={1.5 * CELL} className="glyph-ground" />
      <rect width={width} height={CELL} fill="currentColor" />
      {full && <rect width={width} height={(layers + 1.5) * CELL} y={1.5 * CELL} fill="currentColor" />}
      {scenario.method === 'lora' &&
        scenario.modules.flatMap((components, index) =>
          components.map((component) => (
            <rect
              key={`${index}.${component}`}
              x={COMPONENTS.indexOf(component) * CELL}
              y={(layers - index + 0.5) * CELL}
              width={CELL * shareOf(index + 1, component)}
              height={CELL}
              fill="currentColor"
            />
          )),
        )}
    </svg>
  );
});
