/** @file A frame around the cell whose module the anatomy shows. It alone is drawn again while a pointer moves over the grid. */
import { COMPONENTS } from '../../src/architecture/modules';
import { useLab } from '../store/lab';

export interface InspectedMarkProps {
  readonly layers: number;
  /** Rows of the style sheet's grid above the topmost layer. */
  readonly linesAbove: number;
}

export function InspectedMark({ layers, linesAbove }: InspectedMarkProps) {
  const place = useLab((lab) => (lab.anatomyOpen ? lab.drawnModule : null));
  if (!place || place.layer > layers) return null;
  const gridRow = layers + 1 - place.layer + linesAbove;
  return (
    <span
      className="grid-inspected"
      aria-hidden="true"
      style={{ gridRow, gridColumn: COMPONENTS.indexOf(place.component) + 2 }}
    />
  );
}
