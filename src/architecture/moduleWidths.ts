/** @file Widths of the linear layers that can carry an adapter. */
import type { LayerWidths } from './config';
import type { Component } from './modules';

/** Input and output width of one linear layer, in elements; its weight is [output, input]. */
export function moduleWidths(config: LayerWidths, component: Component): { input: number; output: number } {
  const { hidden, intermediate } = config;
  if (component === 'up') return { input: hidden, output: intermediate };
  if (component === 'down') return { input: intermediate, output: hidden };
  return { input: hidden, output: hidden };
}
