/** @file Tells which version of the lab wrote a stored key. */
import { RESULTS_VERSION } from '../../../src/results/results';

/** Part of every key, so that results of another version of the lab are not taken for this one's. */
const ENGINE = `results ${RESULTS_VERSION}, lab ${__LAB_VERSION__}`;
/** The beginning of this version's keys. */
export const KEYS_OF_ENGINE = `${ENGINE}: `;

/** Whether a key is one of this version of the lab. */
export const isOfThisEngine = (key: string): boolean => key.startsWith(KEYS_OF_ENGINE);

const VERSIONS_OF_KEY = /^results (\d+), lab (\d+)\.(\d+)\.(\d+)/;
const PARTS_OF_KEY = new RegExp(`^results ${RESULTS_VERSION}, lab (\\d+\\.\\d+\\.\\d+): (.*)$`, 's');

/**
 * The version of the lab that stored a trial under this key, and the key that the same trial has in this version.
 * @returns null if that is this version or a later one, if the results have another schema, and if it is no key
 */
export function ofOlderEngine(key: string): { readonly version: string; readonly key: string } | null {
  const [, version, trial] = PARTS_OF_KEY.exec(key) ?? [];
  if (version === undefined || isOfThisEngine(key) || isOfNewerEngine(key)) return null;
  return { version, key: `${KEYS_OF_ENGINE}${trial ?? ''}` };
}

/** Whether a key is one of a later version of the lab, whose work this version leaves as it is. */
export function isOfNewerEngine(key: string): boolean {
  const versions = (text: string) => VERSIONS_OF_KEY.exec(text)?.slice(1).map(Number) ?? [];
  const own = versions(KEYS_OF_ENGINE);
  const other = versions(key);
  for (const [i, number] of other.entries()) {
    const ours = own[i];
    if (number !== ours) return ours !== undefined && number > ours;
  }
  return false;
}
