/** @file The JSON of a model's or an adapter's file. */
import { parseBoundedJson } from './boundedJson';
import { LabError } from './errors';
import { foreignFile } from './foreignFile';

/** @throws LabError naming the file if it is not JSON, and saying what it is instead, if its beginning shows that */
export function parseFileJson(text: string, file: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch {
    throw (
      foreignFile(text, file) ??
      new LabError(`${file} is not JSON.`, 'The file is damaged: put the original back, or fetch it again.')
    );
  }
}
