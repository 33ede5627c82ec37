/** @file A sentence that says what the grid shows. */
import type { Scenario } from '../../src/experiment/experiment';
import { lowestLayer } from '../../src/architecture/modules';
import { hasPartialCells } from '../../src/figures/choices/adapterShares';

export function gridCaption(scenario: Scenario): string {
  if (scenario.method === 'full')
    return 'Every parameter trains, embeddings included. The backward pass goes all the way down.';
  if (scenario.method === 'classifier')
    return 'Only the classifier trains. The backward pass ends at once, so no layer stores anything for it.';
  const lowest = lowestLayer(scenario.modules);
  const size = hasPartialCells(scenario) ? 'as large as its filled part is wide' : 'larger in a wider cell';
  const flow =
    'A cell is one weight matrix of one layer. LoRA keeps it as it is; a filled cell trains a small adapter beside it, ' +
    `${size}. Text enters at the bottom, the answer leaves at the top.`;
  if (lowest === null) return `${flow} Click or drag to place adapters.`;
  if (lowest === 1)
    return `${flow} The backward pass (line at the right) goes down to layer 1, and memory keeps everything above.`;
  return `${flow} The backward pass (line at the right) ends at layer ${lowest}; memory keeps what is above, and nothing of the layers below.`;
}
