/** @file The positions of a figure's marks in CSS. */

/** @param at a mark's position: 0 is the beginning of the axis, 1 its end */
export const atPercent = (at: number): string => `${at * 100}%`;
