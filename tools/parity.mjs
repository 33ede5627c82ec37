/** @file `npm run parity`: the lab's numbers beside PyTorch's, with the largest error of each comparison. */
import { messageOf, runTool } from './lib/process.mjs';
import { ensureBrowser, ensureInstalled } from './setup.mjs';

try {
  ensureInstalled();
  // The tests start just the browser that was tried here.
  process.env.LAB_CHROMIUM = ensureBrowser();
  process.exitCode = runTool('vitest/vitest.mjs', [
    'run',
    '--project=parity',
    '--reporter=default',
    // The tests' own tables, without a heading for every line they print.
    '--reporter=./tools/lib/testing/vitest-tables.mjs',
    '--silent',
    ...process.argv.slice(2),
  ]);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
