/** @file The page's typefaces inside saved files, so that they look the same wherever they are opened. */
import sans from './lab-sans.woff2?inline';
import serif from './lab-serif.woff2?inline';

const face = (family: string, address: string): string =>
  `@font-face { font-family: '${family}'; font-weight: 400 700; src: url(${address}) format('woff2'); }`;

/** The typefaces as CSS rules. There are no italics, since no saved file uses them. */
export const TYPE_RULES = `${face('Lab Sans', sans)}\n${face('Lab Serif', serif)}`;

/** The SVG document with the typefaces by which its text was measured. */
export const carryingType = (svg: string): string =>
  svg.replace(/^<svg[^>]*>/, (tag) => `${tag}<style>${TYPE_RULES}</style>`);
