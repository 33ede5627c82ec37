/** @file A value from the browser's database as a results file would hold it, for the readers of such files. */
import { LabError } from '../base/errors';
import { type JsonPart, parseJson } from '../base/json';

/**
 * Numbers that are not finite become null and keys without a value go, as in a file.
 * @param what names the value in messages: "The stored trial"
 * @throws LabError for what JSON cannot hold
 */
export function storedPart(value: unknown, what: string): JsonPart {
  let text: string | undefined;
  try {
    text = JSON.stringify(value) as string | undefined;
  } catch {
    // A value that contains itself, one nested too deeply, or a BigInt.
    throw new LabError(`${what} is not what the lab writes.`, 'Run the trial again.');
  }
  return parseJson(text ?? 'null', what);
}
