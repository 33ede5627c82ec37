/** @file The words in which an adapter_config.json is refused. */
import { LabError } from '../../base/errors';
import { shownValue } from '../../base/shown';

/** @param what completes the sentence that begins with the file's name */
export function refuse(what: string, remedy: string): LabError {
  return new LabError(`adapter_config.json ${what}.`, remedy);
}

/** A value of the config, cut to what a message has room for; a short list of plain values in full. */
export function show(value: unknown): string {
  const isShort = Array.isArray(value) && value.length <= 6;
  const isPlain = isShort && value.every((each) => typeof each !== 'object' || each === null);
  return isPlain ? `[${value.map(shownValue).join(', ')}]` : shownValue(value);
}
