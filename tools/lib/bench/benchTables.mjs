/** @file What `npm run bench` measured, as tables for a terminal. */

/** @typedef {import('../../../bench/step/report').StepReport} StepReport */
/** @typedef {StepReport['rows'][number]} Row */
/** @typedef {import('./pytorchPeer.mjs').PeerRow} PeerRow */

const MIB = 2 ** 20;

/** @param {number | null | undefined} value @param {number} [digits] @returns {string} */
const number = (value, digits = 1) => (typeof value === 'number' ? value.toFixed(digits) : '-');

const HEADER = [
  'case',
  'batch',
  'ms a step',
  'one by one',
  'first step',
  'CPU ms',
  'dispatches',
  'samples/s',
  'peak MiB',
  'speed-up',
];

/**
 * @param {Row} row
 * @param {number | null} stock milliseconds of a step of stock tfjs
 * @returns {string[]}
 */
function cells(row, stock) {
  if (row.kind === 'failed') return [row.id, 'failed'];
  const batch = `${row.batch.batch} x ${row.batch.sequence}`;
  const tail = [number(row.samplesPerSecond), number(row.peakBytes / MIB)];
  if ('whole' in row) {
    const perBatch = row.whole.median / (row.steps || row.batches);
    return [
      row.id,
      `${row.batch.batch}`,
      number(perBatch),
      '-',
      number(row.firstMilliseconds),
      '-',
      '-',
      ...tail,
      '-',
    ];
  }
  const { throughput, latency, record, firstMilliseconds, dispatches } = row;
  const times = [throughput.median, latency.median, firstMilliseconds, record.median].map((value) =>
    number(value),
  );
  const speedUp = stock !== null && row.id === 'lora' ? `${number(stock / throughput.median)} x` : '-';
  return [row.id, batch, ...times, String(dispatches), ...tail, row.kind === 'stock' ? '1 x' : speedUp];
}

/** @param {readonly (readonly string[])[]} lines the first is the header @returns {string} */
function columns(lines) {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

/** @param {readonly Row[]} rows @returns {string} */
export function stepTable(rows) {
  const peer = rows.find((row) => row.kind === 'stock');
  const stock = peer?.kind === 'stock' ? peer.throughput.median : null;
  return columns([HEADER, ...rows.map((row) => cells(row, stock))]);
}

const TOGETHER_HEADER = [
  'case',
  'trials',
  'ms a step of all',
  'ms a trial',
  'as fast as one by one',
  'peak MiB',
];

/**
 * Steps of trials that train together, beside a step of one.
 * @param {readonly Row[]} rows
 * @returns {string} empty where none trained together
 */
export function togetherTable(rows) {
  const trained = rows.flatMap((row) => (row.kind === 'train' ? [row] : []));
  const lines = trained.flatMap((row) => {
    const { id, together, throughput, peakBytes } = row;
    const base = id.replace(/ x\d+$/, '');
    if (!trained.some((other) => other.together > 1 && other.id.startsWith(`${base} x`))) return [];
    const one = trained.find((other) => other.id === base);
    const each = throughput.median / together;
    const gain = one ? `${number(one.throughput.median / each, 2)} x` : '-';
    return [
      [base, String(together), number(throughput.median, 2), number(each, 2), gain, number(peakBytes / MIB)],
    ];
  });
  return lines.length === 0 ? '' : `\n${columns([TOGETHER_HEADER, ...lines])}`;
}

const PROFILE_HEADER = ['kernel', 'dispatches', 'ms', '% of all', 'TFLOP/s', 'GB/s'];
const LONGEST_NAME = 90;

/**
 * @param {StepReport} report
 * @returns {string} a table for each case that was profiled; empty without
 */
export function profileTables({ rows, peaks }) {
  const tables = rows.flatMap((row) => {
    if (row.kind !== 'train' || !row.kernels) return [];
    const all = row.kernels.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const lines = row.kernels.map(({ name, dispatches, milliseconds, flops, bytes }) => [
      name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 3)}...` : name,
      number(dispatches, 0),
      number(milliseconds, 3),
      number((100 * milliseconds) / all),
      flops > 0 ? number(flops / milliseconds / 1e9, flops / milliseconds > 1e9 ? 1 : 4) : '-',
      number(bytes / milliseconds / 1e6, 0),
    ]);
    return [`\n${row.id}: kernels of one step, ${number(all, 2)} ms\n${columns([PROFILE_HEADER, ...lines])}`];
  });
  if (peaks)
    tables.push(
      `\nMeasured peaks: ${number(peaks.teraflops, peaks.teraflops > 1 ? 1 : 4)} TFLOP/s of multiply-adds in registers,` +
        ` ${number(peaks.gigabytesPerSecond, 0)} GB/s copied (read and written). GB/s of a kernel counts every` +
        ' buffer that it binds once.',
    );
  return tables.join('\n');
}

const PEER_HEADER = [
  'case',
  'ms a step',
  'PyTorch, before and after',
  'one by one',
  'PyTorch',
  'time ratio',
  'peak MiB',
  'PyTorch',
  'memory ratio',
];

/**
 * The engine beside PyTorch on the same card. The time ratio is to the faster of PyTorch's two runs, and its memory is what
 * its allocator reserved.
 * @param {readonly Row[]} rows
 * @param {{ before: readonly PeerRow[], after: readonly PeerRow[] }} peer
 * @returns {string}
 */
export function peerTable(rows, peer) {
  const lines = rows.flatMap((row) => {
    const before = peer.before.find(({ id }) => id === row.id);
    const after = peer.after.find(({ id }) => id === row.id);
    if (row.kind === 'failed' || row.kind === 'stock' || !before || !after) return [];
    const isWhole = 'whole' in row;
    const ours = isWhole ? row.whole.median : row.throughput.median;
    const theirs = [before, after].map((found) => (found.whole ?? found.throughput)?.median ?? Infinity);
    const latencies = [before, after].map((found) => found.latency?.median ?? Infinity);
    const peak = row.peakBytes / MIB;
    const reserved = before.peakReservedMiB;
    return [
      [
        row.id,
        number(ours),
        theirs.map((value) => number(value)).join(', '),
        isWhole ? '-' : number(row.latency.median),
        isWhole ? '-' : number(Math.min(...latencies)),
        number(ours / Math.min(...theirs), 2),
        number(peak, 0),
        number(reserved, 0),
        reserved === null ? '-' : number(peak / reserved, 2),
      ],
    ];
  });
  return columns([PEER_HEADER, ...lines]);
}

const MODES_HEADER = ['PyTorch', 'ms', 'min', 'max', 'first, ms', 'peak MiB'];

/**
 * PyTorch's other modes, a whole evaluation or trial in place of a step where that is the case.
 * @param {readonly PeerRow[]} rows
 * @returns {string} empty without any
 */
export function modesTable(rows) {
  const lines = rows.flatMap(({ id, whole, throughput, firstMilliseconds, peakReservedMiB, error }) => {
    if (!id.includes(' ')) return [];
    const times = whole ?? throughput;
    if (!times) return [[id, error ?? 'failed']];
    const { median, min, max } = times;
    return [
      [
        id,
        ...[median, min, max].map((ms) => number(ms, 2)),
        number(firstMilliseconds, 0),
        number(peakReservedMiB, 0),
      ],
    ];
  });
  return lines.length === 0 ? '' : `\n${columns([MODES_HEADER, ...lines])}`;
}
