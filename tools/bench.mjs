/** @file `npm run bench`: times training steps in a headless browser, the engine's beside stock tfjs. */
import { readBenchOptions, USAGE } from './lib/bench/benchOptions.mjs';
import { UsageError } from './lib/cli/flags.mjs';
import { checkWritable, writeOrRescue } from './lib/cli/outFile.mjs';
import { messageOf, runOrThrow, runTool } from './lib/process.mjs';
import { runPytorch } from './lib/bench/pytorchPeer.mjs';
import { ensureBrowser, ensureInstalled } from './setup.mjs';

/** @typedef {import('../bench/step/report').StepReport} StepReport */
/** @typedef {{ error?: string, table?: string, skipped?: number }} TilingsReport */

/** @param {string | null} out @param {unknown} measured @returns {boolean} whether writing failed, which is printed */
function write(out, measured) {
  const wrong = out === null ? null : writeOrRescue(out, `${JSON.stringify(measured, null, 2)}\n`);
  if (wrong !== null) console.error(wrong);
  return wrong !== null;
}

/**
 * @param {{ out: string | null, python: string | null, software: boolean }} options
 * @param {unknown} result what the page measured
 * @returns {number} the exit status
 */
function endOfGrowth({ out, python, software }, result) {
  const { error, failed } = /** @type {import('../bench/grow/report').GrowReport} */ (result);
  const unwritten = write(out, result);
  if (error) throw new Error(error);
  for (const line of failed) console.error(line);
  if (python !== null) {
    const peerOut = out === null ? [] : ['--out', out.replace(/(\.json)?$/, '-pytorch.json')];
    const device = software ? ['--device', 'cpu', '--small'] : [];
    runOrThrow(python, ['bench/pytorch_grow.py', ...device, ...peerOut]);
  }
  return failed.length > 0 || unwritten ? 1 : 0;
}

/** @returns {Promise<number>} the exit status */
async function main() {
  const options = readBenchOptions(process.argv.slice(2));
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  if (options.out !== null) checkWritable(options.out);
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
  const { python, peer } = options;
  const grows = options.folder === 'grow';
  const before = python === null || grows ? null : runPytorch(python, peer);
  const server = await serve({ folder: 'dist-bench', port: 0 });
  try {
    const result = await runPage({ ...options, executablePath, url: server.url, name: options.folder });
    if (grows) return endOfGrowth(options, result);
    if (options.folder !== 'step') {
      const unwritten = write(options.out, result);
      const { error, table, skipped = 0 } = /** @type {TilingsReport} */ (result);
      if (error !== undefined) throw new Error(error);
      console.log(table);
      if (skipped > 0) console.error(`${skipped} measurements were not begun in time.`);
      return skipped > 0 || unwritten ? 1 : 0;
    }
    const report = /** @type {StepReport} */ (result);
    const after = python === null ? null : runPytorch(python, peer);
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
    if (before) console.log(tables.modesTable(before.rows));
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
