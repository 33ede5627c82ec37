/** @file The names of the page's typefaces, and what stands in for characters that they do not have. */

export const SANS = "'Lab Sans', system-ui, sans-serif";
export const SERIF = "'Lab Serif', 'Lab Sans', Georgia, serif";
