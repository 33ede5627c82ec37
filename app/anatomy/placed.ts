/** @file Controls of the page that lie over a part of a drawing. */
import type { Box } from '../../src/figures/anatomy/scene';

/** The style of an element that covers a box of its drawing. */
export const placed = ({ x, y, width, height }: Box) => ({ left: x, top: y, width, height });
