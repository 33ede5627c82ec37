/** @file What git knows of the working tree: its files, and which of them a change touches. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} root @param {readonly string[]} args @returns {string | null} null where git fails */
function git(root, args) {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return status === 0 ? stdout : null;
}

/** @param {string | null} told names that end with NUL @returns {string[]} */
const namesIn = (told) => (told ?? '').split('\0').filter((name) => name !== '');

/** @param {string} root @returns {string[]} files that are there and that git tracks or would track, sorted */
export function filesOf(root) {
  const told = git(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  if (told === null) throw new Error('git could not list the files; --changed needs a git checkout.');
  return [...new Set(namesIn(told))].filter((file) => existsSync(join(root, file))).sort();
}

/**
 * @param {string} root
 * @param {string | null} ref what to compare with; null for the first of the branch's upstream, origin/main and main
 * @returns {{ base: string, paths: string[] }} `base` for a person; `paths` changed since the branch left `ref`, committed
 *   or not, removed files included
 * @throws Error if there is no such ref
 */
export function changedSince(root, ref) {
  const candidates = ref === null ? ['@{upstream}', 'origin/main', 'main'] : [ref];
  for (const candidate of candidates) {
    const base = git(root, ['merge-base', 'HEAD', candidate])?.trim();
    if (!base) continue;
    const committed = namesIn(git(root, ['diff', '--name-only', '--no-renames', '-z', base]));
    const untracked = namesIn(git(root, ['ls-files', '-z', '--others', '--exclude-standard']));
    return {
      base: `${candidate} (${base.slice(0, 7)})`,
      paths: [...new Set([...committed, ...untracked])].sort(),
    };
  }
  throw new Error(`git knows no commit that HEAD has in common with ${candidates.join(' or ')}.`);
}
