/** @file Remembers what was linted and found clean, so that only what may have changed is linted again. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { closure, dependenciesOf, isCode } from './dependencies.mjs';

/** @typedef {Readonly<Record<string, string>>} Fingerprints by file */

const RECORD = 'node_modules/.cache/lora-lab/lint.json';
/** Files on which all fingerprints depend: rules, their configuration, and types that hold everywhere. */
const RULES = /^(package-lock\.json|tsconfig\.json|oxlint\.config\.mjs|tools\/lint\/.*|.*\.d\.ts)$/;
const DECLARES_GLOBALLY = /^declare global\b/m;

/** @param {Iterable<string>} parts */
function hashOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/**
 * A file's fingerprint covers its own text and that of all that it imports, because rules about types see those too.
 * @param {string} root
 * @param {readonly string[]} files those of the project
 * @returns {Fingerprints} of those that the linter reads
 */
export function fingerprints(root, files) {
  const dependencies = dependenciesOf(root, files);
  /** @type {Map<string, string>} */
  const texts = new Map();
  /** @param {string} file */
  const textOf = (file) => {
    const known = texts.get(file) ?? hashOf([file, readFileSync(join(root, file), 'utf8')]);
    texts.set(file, known);
    return known;
  };
  const everywhere = files.filter(
    (file) =>
      RULES.test(file) || (isCode(file) && DECLARES_GLOBALLY.test(readFileSync(join(root, file), 'utf8'))),
  );
  const base = hashOf(everywhere.map(textOf));
  return Object.fromEntries(
    [...dependencies.keys()].map((file) => {
      const read = [...closure(dependencies, [file])].sort();
      return [file, hashOf([base, ...read.map(textOf)])];
    }),
  );
}

/** @param {Fingerprints} now @param {Fingerprints} clean @returns {string[]} files whose fingerprint is not the clean one */
export function staleFiles(now, clean) {
  return Object.keys(now).filter((file) => now[file] !== clean[file]);
}

/** @param {string} root @returns {Fingerprints} of the last run that found nothing */
export function readClean(root) {
  try {
    return /** @type {Fingerprints} */ (JSON.parse(readFileSync(join(root, RECORD), 'utf8')));
  } catch {
    return {};
  }
}

/** @param {string} root @param {Fingerprints} clean */
export function writeClean(root, clean) {
  const path = join(root, RECORD);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(clean));
}
