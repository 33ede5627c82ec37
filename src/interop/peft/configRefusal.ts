/** @file Errors that refuse an adapter_config.json. */
import { LabError } from '../../base/errors';
import { shownValue } from '../../base/shown';

/** @param what completes the sentence that begins with the file's name */
export function refuse(what: string, remedy: string): LabError {
  return new LabError(`adapter_config.json ${what}.`, remedy);
}

/** A value of the config, cut to fit a message; a short list of plain values is shown in full. */
export function show(value: unknown): string {
  const isShort = Array.isArray(value) && value.length <= 6;
  const isPlain = isShort && value.every((each) => typeof each !== 'object' || each === null);
  return isPlain ? `[${value.map(shownValue).join(', ')}]` : shownValue(value);
}
