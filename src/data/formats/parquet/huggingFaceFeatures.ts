/** @file Reads the class names that the Hugging Face datasets library keeps in a Parquet file's metadata. */
import type { KeyValue } from 'hyparquet';
import { parseBoundedJson } from '../../../base/boundedJson';

/** Class names by column; empty if the file has no such metadata or it cannot be read. */
export function classNamesOf(metadata: readonly KeyValue[] | undefined): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const text = metadata?.find(({ key }) => key === 'huggingface')?.value;
  if (text === undefined) return found;
  let features: unknown;
  try {
    features = own(own(parseBoundedJson(text), 'info'), 'features');
  } catch {
    return found;
  }
  if (typeof features !== 'object' || features === null) return found;
  for (const [column, feature] of Object.entries(features)) {
    const names = own(feature, 'names');
    if (own(feature, '_type') !== 'ClassLabel' || !Array.isArray(names) || names.length > 1000) continue;
    if (names.every((name): name is string => typeof name === 'string' && name.length <= 200))
      found.set(column, names);
  }
  return found;
}

function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
