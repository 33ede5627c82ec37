/** @file The report's style sheet, for the screen and for A4 paper. */

import { TYPE_RULES } from '../fonts/embedded';
import { SANS, SERIF } from '../fonts/families';

export const STYLE = `
${TYPE_RULES}
:root { color-scheme: light; --ink: #23211d; --quiet: #5f5a52; --line: #e4dfd5; }
* { box-sizing: border-box; }
body { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; background: #fff; color: var(--ink);
  font: 15px/1.5 ${SANS}; font-variant-numeric: tabular-nums; }
h1, h2 { font-family: ${SERIF}; font-weight: 500; line-height: 1.2; text-wrap: balance; }
h1 { margin: 0 0 .3rem; font-size: 2rem; overflow-wrap: anywhere; }
h2 { margin: 2.4rem 0 .6rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.35rem; break-after: avoid; }
p { margin: 0 0 .7rem; max-width: 46rem; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: .87em; }
a { color: #2457a6; overflow-wrap: anywhere; }
figure { margin: 1.2rem 0; break-inside: avoid; }
figure svg { display: block; max-width: 100%; height: auto; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .15rem 1.5rem; margin: 0; font-size: .87rem; }
dl div { display: flex; justify-content: space-between; gap: 1rem; border-bottom: 1px solid var(--line); break-inside: avoid; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; text-align: end; }
.wide { margin: 0 0 .9rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .82rem; }
th, td { padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
th { font-weight: 600; }
thead th { color: var(--quiet); font-weight: 500; }
td.n, th.n { text-align: end; white-space: nowrap; }
th[scope=row], td.words { overflow-wrap: anywhere; }
tr { break-inside: avoid; }
.swatch { display: inline-block; width: .7em; height: .7em; margin-right: .45em; border-radius: 2px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
[data-verdict=better] td.words { font-weight: 600; }
@page { size: A4; margin: 14mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  h1 { font-size: 20pt; } h2 { font-size: 14pt; }
  figure svg { max-height: 250mm; }
  .wide { overflow: visible; }
  table { font-size: 7.5pt; }
}
`;
