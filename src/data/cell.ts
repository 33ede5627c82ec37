/** @file A cell of a data set. */

/** A value as text; null where there is none. Always a stranger's text. */
export type Cell = string | null;
