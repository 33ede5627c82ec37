/** @file The identity of validation rows: what tells whether two trials were measured on the same ones. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { SelectedRows } from './selectRows';

/** Must be raised whenever equal rows get another identity than before. */
const VERSION = 1;
/** Half of the hash: enough to tell data sets apart, and short in a link. */
const HEX_DIGITS = 32;

const known = new WeakMap<SelectedRows['validation'], string>();

/**
 * Equal for the same texts, second texts and classes in the same order, with the same names of classes, wherever they
 * were read from.
 * @returns 32 hexadecimal digits
 */
export function validationId({ validation, labels }: Pick<SelectedRows, 'validation' | 'labels'>): string {
  const found = known.get(validation);
  if (found !== undefined) return found;
  const hash = sha256.create().update(utf8ToBytes(JSON.stringify([VERSION, labels])));
  // The rows are hashed one by one: together they would take the memory of their texts again.
  for (const { text, pair, label } of validation)
    hash.update(utf8ToBytes(`\n${JSON.stringify([text, pair, label])}`));
  const id = bytesToHex(hash.digest()).slice(0, HEX_DIGITS);
  known.set(validation, id);
  return id;
}
