/** @file What the command line asks of the browser it starts, beside the usual flags. Node built-ins only. */
import { UsageError } from '../cli/flags.mjs';
import { MATRIX_UNIT_FLAGS } from './chromium.mjs';

/**
 * @param {ReadonlySet<string>} switches of the command line
 * @returns {readonly string[]} flags for the browser
 * @throws UsageError where they contradict each other
 */
export function readBrowserFlags(switches) {
  if (!switches.has('matrix-units')) return [];
  if (switches.has('software'))
    throw new UsageError(
      '--matrix-units and --software do not go together: the software adapter has no matrix units',
    );
  return MATRIX_UNIT_FLAGS;
}
