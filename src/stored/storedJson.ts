/** @file Turns a value of the browser's database into what a results file would hold, for the schemas of such files. */
import { LabError } from '../base/errors';
import { parseJson } from '../base/json';

/**
 * The value with null for numbers that are not finite and without keys that have no value, as in a file.
 * @param what names the value in messages: "The stored trial"
 * @throws LabError for what JSON cannot hold
 */
export function storedJson(value: unknown, what: string): unknown {
  let text: string | undefined;
  try {
    text = JSON.stringify(value) as string | undefined;
  } catch {
    // The value contains itself, is nested too deeply, or holds a BigInt.
    throw new LabError(`${what} is not what the lab writes.`, 'Run the trial again.');
  }
  return parseJson(text ?? 'null', what).value;
}
