/**
 * @file Draws docs/performance.svg from the file that `npm run bench -- --shape base --pytorch python3 --out ...` writes.
 *
 *     node bench/chart.mjs BENCH.json OUT.svg
 */
import { readFileSync, writeFileSync } from 'node:fs';

const [benchFile, out] = process.argv.slice(2);
if (!benchFile || !out) {
  console.error('node bench/chart.mjs BENCH.json OUT.svg');
  process.exit(2);
}

/** @typedef {{ id: string, kind?: string, throughput?: { median: number } }} Row */

/** @type {{ rows: Row[], pytorch: Record<'before' | 'after', { rows: Row[] }> }} */
const report = JSON.parse(readFileSync(benchFile, 'utf8'));
/** @param {string} id */
const theirs = (id) => {
  const found = [report.pytorch.before, report.pytorch.after].map(({ rows }) =>
    rows.find((row) => row.id === id),
  );
  return Math.min(...found.map((row) => row?.throughput?.median ?? Infinity));
};
const pairs = report.rows.flatMap(({ id, kind, throughput }) =>
  kind === 'train' && throughput ? [{ id, ours: throughput.median, theirs: theirs(id) }] : [],
);

const [LEFT, TOP, BAR, GAP, WIDTH] = [130, 40, 15, 16, 560];
const longest = Math.max(...pairs.flatMap(({ ours, theirs }) => [ours, theirs]));
/** @param {number} milliseconds */
const length = (milliseconds) => (WIDTH * milliseconds) / longest;
const height = TOP + pairs.length * (2 * BAR + GAP);

/** @param {number} y @param {number} milliseconds @param {string} color */
const bar = (y, milliseconds, color) =>
  `<rect x="${LEFT}" y="${y}" width="${length(milliseconds).toFixed(1)}" height="${BAR - 1}" fill="${color}"/>` +
  `<text x="${(LEFT + length(milliseconds) + 5).toFixed(1)}" y="${y + 11}">${milliseconds.toFixed(1)} ms</text>`;

const lines = pairs.map(({ id, ours, theirs }, i) => {
  const y = TOP + i * (2 * BAR + GAP);
  return (
    `<text x="${LEFT - 8}" y="${y + BAR + 4}" text-anchor="end">${id}</text>` +
    bar(y, ours, '#1f77b4') +
    bar(y + BAR, theirs, '#b0b0b0')
  );
});
writeFileSync(
  out,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + 80} ${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${LEFT}" y="20"><tspan fill="#1f77b4">■</tspan> LoRA Lab in the browser <tspan fill="#b0b0b0">■</tspan> PyTorch + PEFT, milliseconds a step (shorter is better)</text>
${lines.join('\n')}
</svg>
`,
);
