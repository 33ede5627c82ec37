/** @file Memory and speed by the lowest adapted layer, with published figures beside them. */
import { memo, useMemo, type CSSProperties } from 'react';
import { layerFigures } from '../../../src/figures/costs/layerFigures';
import type { RecordedRun } from '../../../src/figures/recorded';
import type { MemoryBreakdown } from '../../../src/results/results';
import { WITHHELD } from '../../lessons/withheld';
import { shownOverlay } from '../../lessons/overlay';
import { useLab } from '../../store/lab';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { BarPanel } from '../costs/BarPanel';
import { SaveMenu } from '../save/SaveMenu';

export interface ByLayerProps {
  readonly groups: readonly ScenarioGroup[];
  /** Memory by scenario before a trial has measured it; null where it is not known. */
  readonly estimated: readonly (MemoryBreakdown | null)[];
  /** Whether scenarios without a setting of their own checkpoint. */
  readonly checkpointing: boolean;
  /** Whether an open lesson asks for these figures, which would answer for its reader. */
  readonly withheld: boolean;
  /** The recorded run, whose speeds stand until there are own ones; null if there is none. */
  readonly recorded: RecordedRun | null;
}

export const ByLayer = memo(function ByLayer(props: ByLayerProps) {
  const { groups, estimated, checkpointing, withheld, recorded } = props;
  const published = useLab(shownOverlay);
  const figures = useMemo(
    () => layerFigures(groups, { estimated, checkpointing, published, recorded }),
    [groups, estimated, checkpointing, published, recorded],
  );
  if (!figures) return null;
  const { title, caption, columns, order } = figures;
  if (withheld)
    return (
      <figure className="by-layer" data-testid="memory-withheld">
        <h2>{title}</h2>
        <figcaption className="caption">{WITHHELD}</figcaption>
      </figure>
    );
  const ordered = order.flatMap((at) => groups[at] ?? []);
  return (
    <figure className="by-layer" aria-labelledby="by-layer-title" data-testid="by-layer">
      <header className="figure-head">
        <h2 id="by-layer-title">{title}</h2>
        <SaveMenu
          what="layers"
          words="memory by layer"
          groups={ordered}
          draw={(pictures, paper) => pictures.lineUpPicture({ ...figures, accuracy: null }, paper)}
        />
      </header>
      <div className="line-up-place">
        <div
          className="line-up bars-only"
          data-columns={columns.length > 2 ? 'some' : 'few'}
          style={{ '--rows': ordered.length, '--costs': columns.length } as CSSProperties}
        >
          <div className="line-up-costs">
            {columns.map((figure) => (
              <BarPanel key={figure.title} figure={figure} groups={ordered} menu={null} />
            ))}
          </div>
        </div>
      </div>
      <figcaption className="caption">{caption}</figcaption>
    </figure>
  );
});
