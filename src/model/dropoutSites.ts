/** @file A number for every place that drops, so that no two share a mask. */
import { PROJECTIONS } from '../architecture/projections';

const PLACES = [...PROJECTIONS, 'probabilities', 'attentionHidden', 'feedForwardHidden'] as const;

/** @param layer 0-based */
export function dropoutSite(layer: number, place: (typeof PLACES)[number]): number {
  return 16 * (layer + 1) + PLACES.indexOf(place);
}

/** Places outside the layers. */
export const SITES = { embeddings: 1, headInput: 2, headOutput: 3 } as const;
