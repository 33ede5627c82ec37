/** @file Reads `--experiment`, which is a fragment, a whole address, or a file with either or with JSON, as a URL fragment. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { UsageError } from './flags.mjs';

/** @typedef {typeof import('./experiment.mjs')} LabModule */

/** Longer than any path: `existsSync` need not see a text of this length. */
const LONGEST_PATH = 4096;

/**
 * The part behind the first `#`, or the text itself if it is a bare fragment.
 * @param {string} text
 * @returns {string | null}
 */
function fragmentOf(text) {
  const hash = text.indexOf('#');
  if (hash >= 0) return text.slice(hash + 1).trim();
  return /^[a-z]+=/.test(text) ? text : null;
}

/**
 * Whether some part of the text is understood. Otherwise the default experiment would silently run in its place.
 * @param {LabModule} lab
 * @param {string} fragment
 */
function holdsKey({ EXPERIMENT_KEYS, WORKSHOP_KEYS }, fragment) {
  const keys = ['lesson', 'together', ...EXPERIMENT_KEYS, ...WORKSHOP_KEYS];
  return fragment.split('&').some((part) => keys.includes(part.replace(/=.*$/s, '')) && part.includes('='));
}

/**
 * @param {LabModule} lab
 * @param {string} text JSON of an experiment or of results
 * @returns {string}
 */
function fragmentOfJson(lab, text) {
  try {
    const parsed = /** @type {unknown} */ (JSON.parse(text));
    const isResults = typeof parsed === 'object' && parsed !== null && 'experiment' in parsed;
    return lab.encodeExperiment(isResults ? lab.parseResults(text).experiment : lab.parseExperiment(text));
  } catch (error) {
    const { message, remedy } = lab.describeError(error);
    throw new UsageError(`${message} ${remedy}`);
  }
}

/**
 * @param {LabModule} lab
 * @param {string} argument
 * @param {(note: string) => void} [tell] gets what was repaired in a damaged address
 * @returns {string} the experiment as a URL fragment without `#`
 */
export function experimentFragment(lab, argument, tell) {
  const isFile = argument.length < LONGEST_PATH && existsSync(argument) && statSync(argument).isFile();
  const text = isFile ? readFileSync(argument, 'utf8').trim() : argument.trim();
  if (isFile && text.startsWith('{')) return fragmentOfJson(lab, text);
  const repaired = lab.repairAddress(text);
  const fragment = fragmentOf(repaired.text);
  if (fragment !== null && holdsKey(lab, fragment)) {
    if (repaired.note !== null) tell?.(repaired.note);
    return fragment;
  }
  throw new UsageError(
    isFile
      ? `${argument} holds neither JSON nor an experiment's address`
      : `--experiment "${argument}" is neither a file nor an experiment's address (like model=...&scenario=...)`,
  );
}
