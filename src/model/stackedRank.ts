/** @file The rank that the adapters of stacked modules share. */
import { hasModule } from '../architecture/modules';
import { MODULES_OF, type Projection } from '../architecture/projections';
import { rankOf, type RankedAdapters } from '../experiment/ranks';

/** The largest rank among a projection's adapters in `layer` (0-based); 0 if there is none. */
export function stackedRank(scenario: RankedAdapters, layer: number, projection: Projection): number {
  const adapted = MODULES_OF[projection].filter((component) =>
    hasModule(scenario.modules, layer + 1, component),
  );
  return Math.max(0, ...adapted.map((component) => rankOf(scenario, layer, component)));
}
