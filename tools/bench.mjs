/** @file `npm run bench`: times training steps in a headless browser, the engine's beside stock tfjs. */
import { resolve } from 'node:path';
import { readFlags, UsageError } from './lib/cli/flags.mjs';
import { checkWritable, writeOrRescue } from './lib/cli/outFile.mjs';
import { messageOf, runTool } from './lib/process.mjs';
import { runPytorch } from './lib/bench/pytorchPeer.mjs';
import { ensureBrowser, ensureInstalled } from './setup.mjs';

const USAGE = `npm run bench -- [options]
  --shape NAME         mini, the embedded model (the default); or, with random weights, base and large (RoBERTa's) or
                       minilm (6 layers of 384)
  --batch BxL          B sentences of L tokens, such as 32x24, in place of the shape's usual batch
  --cases A,B          what is timed: lora, stock, lora-small, value-up, upper, classifier, full, checkpointing,
                       evaluate; or all (without it: lora,stock)
  --together N,N       how many trials train together, such as 1,5,10 (without it: 1); stock, full and evaluate
                       stay as they are
  --steps N            steps that are timed (without it: 20, or 10 on a software adapter)
  --stock-steps N      the same for stock tfjs (without it: 20, or 3 on a software adapter)
  --pytorch PYTHON     measure the same in PyTorch + PEFT, before and after, with this interpreter; needs --shape base
  --profile            the device time of every kernel, beside the card's measured peaks
  --tilings WHICH      instead of steps, attention's kernels or the encoder's products (attention or products) with
                       many tilings
  --query QUERY        what the head of that page's script offers, such as 'passes=backward&seconds=60'
  --out FILE           where to write everything that was measured, as JSON
  --browser PATH       a Chromium-based browser (without it: LAB_CHROMIUM, or the first one found)
  --software           use the software adapter even if there is a GPU
Exit status: 0 if every case was measured and both peers agree (with --tilings, if it came to its end), 1 if not,
2 for wrong usage.`;

const FLAGS = {
  values: [
    'shape',
    'batch',
    'cases',
    'together',
    'steps',
    'stock-steps',
    'pytorch',
    'tilings',
    'query',
    'out',
    'browser',
  ],
  switches: ['software', 'profile', 'help'],
};
const SHAPES = ['mini', 'base', 'large', 'minilm'];
const CASES = [
  'lora',
  'stock',
  'lora-small',
  'value-up',
  'upper',
  'classifier',
  'full',
  'checkpointing',
  'evaluate',
];
/** Steps that are timed where no number is asked for. PyTorch is only measured on a GPU. */
const STEPS = 20;

/** @typedef {import('../bench/step/report').StepReport} StepReport */
/** @typedef {{ error?: string, table?: string, skipped?: number }} TilingsReport */

/** The pages that compare tilings. @type {Readonly<Record<string, { folder: string, query: string }>>} */
const TILINGS = {
  attention: { folder: 'attention', query: '' },
  products: { folder: 'gemm', query: 'few' },
};

function readOptions() {
  const { values, switches } = readFlags(process.argv.slice(2), FLAGS);
  const shape = values.get('shape') ?? 'mini';
  if (!SHAPES.includes(shape)) throw new UsageError(`--shape is "${shape}", not one of ${SHAPES.join(', ')}`);
  const list = values.get('cases') ?? 'lora,stock';
  const cases = list === 'all' ? CASES : list.split(',');
  const unknown = cases.filter((name) => !CASES.includes(name));
  if (unknown.length > 0)
    throw new UsageError(`--cases names ${unknown.join(', ')}; there are ${CASES.join(', ')}`);
  const which = values.get('tilings');
  const tilings = which === undefined ? null : TILINGS[which];
  if (tilings === undefined)
    throw new UsageError(`--tilings is "${which}", not one of ${Object.keys(TILINGS).join(', ')}`);
  if (values.has('query') && !tilings) throw new UsageError('--query goes with --tilings alone');
  const query = tilings
    ? new URLSearchParams(values.get('query') ?? tilings.query)
    : new URLSearchParams({ shape, cases: cases.join() });
  for (const name of ['steps', 'stock-steps']) {
    const value = values.get(name);
    if (value === undefined) continue;
    if (!/^[1-9]\d*$/.test(value))
      throw new UsageError(`--${name} is "${value}", not a whole number of 1 or more`);
    query.set(name, value);
  }
  const batch = values.get('batch');
  if (batch !== undefined) {
    const [, length] = /^[1-9]\d*x([1-9]\d*)$/.exec(batch) ?? [];
    if (Number(length) % 8 !== 0)
      throw new UsageError(`--batch is "${batch}", not such as 32x24, with a length that is a multiple of 8`);
    if (values.has('pytorch')) throw new UsageError('--pytorch measures the usual batch only');
    query.set('batch', batch);
  }
  const together = values.get('together');
  if (together !== undefined) {
    if (!/^[1-9]\d*(,[1-9]\d*)*$/.test(together))
      throw new UsageError(`--together is "${together}", not whole numbers of 1 or more such as 1,5,10`);
    query.set('together', together);
  }
  if (switches.has('profile')) query.set('profile', '1');
  const python = values.get('pytorch') ?? null;
  if (python !== null && shape !== 'base') throw new UsageError('--pytorch measures --shape base only');
  const asked = values.get('out');
  const out = asked === undefined ? null : resolve(asked);
  if (out !== null) checkWritable(out);
  return {
    query,
    folder: tilings?.folder ?? 'step',
    cases,
    steps: Number(values.get('steps') ?? STEPS),
    python,
    out,
    browser: values.get('browser') ?? null,
    software: switches.has('software'),
    help: switches.has('help'),
  };
}

/** @param {string | null} out @param {unknown} measured @returns {boolean} whether writing failed, which is printed */
function write(out, measured) {
  const wrong = out === null ? null : writeOrRescue(out, `${JSON.stringify(measured, null, 2)}\n`);
  if (wrong !== null) console.error(wrong);
  return wrong !== null;
}

/** @returns {Promise<number>} the exit status */
async function main() {
  const options = readOptions();
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  ensureInstalled();
  const executablePath = ensureBrowser(options.browser);
  console.error('Building the benchmark pages ...');
  const build = ['build', '--config', 'bench/vite.config.ts', '--logLevel', 'warn'];
  if (runTool('vite/bin/vite.js', build) !== 0)
    throw new Error('The pages could not be built; the messages above say why.');

  // These modules need node_modules, which may have been installed only just now.
  const [{ serve }, { runPage }, tables] = await Promise.all([
    import('./lib/serve.mjs'),
    import('./lib/bench/benchPage.mjs'),
    import('./lib/bench/benchTables.mjs'),
  ]);
  const { python, cases, steps } = options;
  const before = python === null ? null : runPytorch(python, cases, steps);
  const server = await serve({ folder: 'dist-bench', port: 0 });
  try {
    const result = await runPage({ ...options, executablePath, url: server.url, name: options.folder });
    if (options.folder !== 'step') {
      const unwritten = write(options.out, result);
      const { error, table, skipped = 0 } = /** @type {TilingsReport} */ (result);
      if (error !== undefined) throw new Error(error);
      console.log(table);
      if (skipped > 0) console.error(`${skipped} measurements were not begun in time.`);
      return skipped > 0 || unwritten ? 1 : 0;
    }
    const report = /** @type {StepReport} */ (result);
    const after = python === null ? null : runPytorch(python, cases, steps);
    const everything = before && after ? { ...report, pytorch: { before, after } } : report;
    const unwritten = write(options.out, everything);
    if (report.error !== null) throw new Error(report.error);
    const failed = report.rows.filter((row) => row.kind === 'failed');
    for (const row of failed) console.error(`${row.id}: ${row.error}`);
    if (options.out !== null && !unwritten) console.log(`Everything measured: ${options.out}`);
    console.log(`\n${report.adapter}${report.software ? ' (software adapter)' : ''}, shape ${report.shape}`);
    console.log(tables.stepTable(report.rows));
    console.log(tables.togetherTable(report.rows));
    if (before && after)
      console.log(`\n${tables.peerTable(report.rows, { before: before.rows, after: after.rows })}`);
    console.log(tables.profileTables(report));
    return failed.length > 0 || unwritten ? 1 : 0;
  } finally {
    await server.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(messageOf(error));
  if (error instanceof UsageError) console.error('`npm run bench -- --help` lists the options.');
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
