/** @file Numbers of the model's dropout sites, so that no two share a mask. */
import { PROJECTIONS } from '../architecture/projections';

const LAYER_SITES = [...PROJECTIONS, 'probabilities', 'attentionHidden', 'feedForwardHidden'] as const;

/** @param layer 0-based */
export function dropoutSite(layer: number, site: (typeof LAYER_SITES)[number]): number {
  return 16 * (layer + 1) + LAYER_SITES.indexOf(site);
}

/** Sites outside the layers; those of the layers begin at 16. */
export const SITES = { embeddings: 1, headInput: 2, headOutput: 3 } as const;
