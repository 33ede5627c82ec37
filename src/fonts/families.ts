/** @file The names of the page's typefaces, and of those that replace them for characters that they lack. */

export const SANS = "'Lab Sans', system-ui, sans-serif";
export const SERIF = "'Lab Serif', 'Lab Sans', Georgia, serif";
