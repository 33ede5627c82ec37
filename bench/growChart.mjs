/**
 * @file Draws the growth picture of docs/performance.md: how a step grows, in a panel for each axis, from the files of `npm run bench -- --grow --out
 * ...` and, if there is one, of `python3 bench/pytorch_grow.py --out ...`.
 *
 *     node bench/growChart.mjs GROW.json OUT.svg [PYTORCH.json]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { BOUNDS, boundsOf, changesOf, perDispatch } from '../tools/lib/bench/growBounds.mjs';

const [growFile, out, peerFile] = process.argv.slice(2);
if (!growFile || !out) {
  console.error('node bench/growChart.mjs GROW.json OUT.svg [PYTORCH.json]');
  process.exit(2);
}

/** @typedef {import('./grow/report').GrowReport} GrowReport */
/** @typedef {{ value: number, throughput: { median: number } }} Timed */

/** @type {GrowReport} */
const report = JSON.parse(readFileSync(growFile, 'utf8'));
/** @type {{ axes: Record<string, Timed[]> }} */
const peer = peerFile ? JSON.parse(readFileSync(peerFile, 'utf8')) : { axes: {} };

const TITLES = {
  sentences: 'sentences in a batch',
  seeds: 'seeds trained together',
  rank: 'rank',
  length: 'tokens a sentence',
  layers: 'layers',
  hidden: 'hidden width',
};
const LAB = '#1f77b4';
const PEER = '#808080';
const COLORS = { dispatches: '#b35900', memory: '#2e7d32', arithmetic: '#b00040' };
const [WIDTH, HEIGHT, LEFT, TOP, GAP_X, GAP_Y, COLUMNS] = [250, 170, 44, 64, 50, 62, 3];

const each = perDispatch(Object.values(report.axes).flat());

const panels = Object.entries(TITLES).flatMap(([axis, title]) => {
  const measured = report.axes[/** @type {keyof typeof TITLES} */ (axis)];
  if (!measured) return [];
  const points = measured.map((point) => ({
    ...point,
    bounds: boundsOf(point, { peaks: report.peaks, perDispatch: each }),
  }));
  return [{ axis, title, points, theirs: peer.axes[axis] ?? seeds(axis) }];
});

/** PyTorch trains seeds one after another. @param {string} axis @returns {Timed[]} */
function seeds(axis) {
  const one = peer.axes.sentences?.find(({ value }) => value === report.from.sentences);
  if (axis !== 'seeds' || !one) return [];
  return (report.axes.seeds ?? []).map(({ value }) => ({
    value,
    throughput: { median: value * one.throughput.median },
  }));
}

const all = panels.flatMap(({ points, theirs }) => [
  ...[...points, ...theirs].map(({ throughput }) => throughput.median),
  ...points.flatMap(({ bounds }) => Object.values(bounds).filter((value) => value >= 0.1)),
]);
const [lowest, highest] = [
  10 ** Math.floor(Math.log10(Math.min(...all))),
  10 ** Math.ceil(Math.log10(Math.max(...all))),
];
/** @param {number} value @param {number} from @param {number} to a share of the way, with a logarithmic axis */
const share = (value, from, to) => Math.log(value / from) / Math.log(to / from);
/** @param {number} ms */
const yOf = (ms) => HEIGHT * (1 - Math.max(0, share(ms, lowest, highest)));
const decades = Array.from(
  { length: Math.round(Math.log10(highest / lowest)) + 1 },
  (_, i) => lowest * 10 ** i,
);

/** @param {(typeof panels)[number]} panel @param {number} number */
function draw({ title, points, theirs }, number) {
  const values = points.map(({ value }) => value);
  const [first, last] = [values[0] ?? 1, values.at(-1) ?? 1];
  const middle = Math.sqrt(first * last);
  /** @param {number} value */
  const xOf = (value) => WIDTH * share(value, first, last);
  /** @param {readonly (readonly [number, number])[]} places @param {string} color @param {string} more */
  const line = (places, color, more) =>
    `<polyline fill="none" stroke="${color}" ${more} points="${places
      .map(([value, ms]) => `${xOf(value).toFixed(1)},${yOf(ms).toFixed(1)}`)
      .join(' ')}"/>`;
  /** @param {readonly Timed[]} timed @param {string} color */
  const times = (timed, color) =>
    line(
      timed.map(({ value, throughput }) => [value, throughput.median]),
      color,
      'stroke-width="2"',
    ) +
    timed
      .map(
        ({ value, throughput }) =>
          `<circle cx="${xOf(value).toFixed(1)}" cy="${yOf(throughput.median).toFixed(1)}" r="2.6" fill="${color}"/>`,
      )
      .join('');
  const grid = decades
    .map(
      (ms) =>
        `<line x1="0" x2="${WIDTH}" y1="${yOf(ms).toFixed(1)}" y2="${yOf(ms).toFixed(1)}" stroke="#e0e0e0"/>` +
        `<text x="-6" y="${(yOf(ms) + 4).toFixed(1)}" text-anchor="end">${ms}</text>`,
    )
    .join('');
  const ticks = values
    .map(
      (value) => `<text x="${xOf(value).toFixed(1)}" y="${HEIGHT + 15}" text-anchor="middle">${value}</text>`,
    )
    .join('');
  const bounds = BOUNDS.map((bound) =>
    line(
      points.filter((point) => point.bounds[bound] > 0).map((point) => [point.value, point.bounds[bound]]),
      COLORS[bound],
      'stroke-dasharray="3 3"',
    ),
  ).join('');
  const changes = changesOf(points)
    .map(
      ({ at, to }) =>
        `<line x1="${xOf(at).toFixed(1)}" x2="${xOf(at).toFixed(1)}" y1="0" y2="${HEIGHT}" stroke="${COLORS[to]}"/>` +
        `<text x="${(xOf(at) + (at > middle ? -3 : 3)).toFixed(1)}" y="11" text-anchor="${at > middle ? 'end' : 'start'}" fill="${COLORS[to]}">${to}</text>`,
    )
    .join('');
  const x = LEFT + (number % COLUMNS) * (WIDTH + GAP_X);
  const y = TOP + Math.floor(number / COLUMNS) * (HEIGHT + GAP_Y);
  return `<g transform="translate(${x} ${y})">${grid}${ticks}${bounds}${changes}${times(theirs, PEER)}${times(points, LAB)}<text x="${WIDTH / 2}" y="${HEIGHT + 32}" text-anchor="middle" font-weight="bold">${title}</text></g>`;
}

const rows = Math.ceil(panels.length / COLUMNS);
const [width, height] = [
  LEFT + COLUMNS * (WIDTH + GAP_X) - GAP_X + 20,
  TOP + rows * (HEIGHT + GAP_Y) - GAP_Y + 44,
];
const { from } = report;
const theirs = panels.some((panel) => panel.theirs.length > 0);
writeFileSync(
  out,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${LEFT}" y="20" font-size="12"><tspan fill="${LAB}">●</tspan> LoRA Lab, milliseconds a step${theirs ? ` <tspan fill="${PEER}">●</tspan> PyTorch + PEFT, eager` : ''}; at least, by ${BOUNDS.map((bound) => `<tspan fill="${COLORS[bound]}">┄ ${bound}</tspan>`).join(', ')}</text>
<text x="${LEFT}" y="38">From ${from.layers} layers of ${from.hidden}, ${from.sentences} sentences of ${from.length} tokens, rank ${from.rank} on all modules, one seed. Upright lines: from there on another bound is the largest.</text>
${panels.map(draw).join('\n')}
</svg>
`,
);
