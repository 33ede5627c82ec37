/** @file Installs Debian packages without changing any that are there. Node built-ins only. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from '../process.mjs';

/** `--no-upgrade` keeps the named packages as they are; {@link changedPackages} watches those that come with them. */
const OPTIONS = ['install', '-y', '--no-install-recommends', '--no-upgrade', '--no-remove'];

/** Whether Debian's package manager can be used without asking for a password. */
export function canUseApt() {
  return process.platform === 'linux' && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
}

/**
 * Installs what is missing of these packages. Where that would upgrade or remove another package, nothing is installed
 * and a message says which.
 * @param {readonly string[]} names
 * @returns {boolean} whether they are installed now
 */
export function installPackages(names) {
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  // If the list cannot be renewed, the install is tried with the old one, and its own messages say what is wrong.
  run('apt-get', ['update', '-qq'], env);
  const plan = spawnSync('apt-get', ['--simulate', ...OPTIONS, ...names], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  const changed = changedPackages(plan.stdout ?? '');
  if (changed.length > 0) {
    console.error(
      `Installing ${names.join(' ')} would upgrade or remove ${changed.join(', ')}, so nothing was installed. ` +
        `To agree to that, run \`apt-get install ${names.join(' ')}\` yourself.`,
    );
    return false;
  }
  return run('apt-get', ['-qq', ...OPTIONS, ...names], env) === 0;
}

/**
 * Packages that are installed and would be changed or removed.
 * @param {string} plan what `apt-get --simulate install` prints: a line `Inst name [old version] (new version ...)` for each
 *   package, without brackets where it is new, and `Remv name [version]`
 * @returns {string[]}
 */
export function changedPackages(plan) {
  return [...plan.matchAll(/^(?:Inst (\S+) \[|Remv (\S+))/gm)].map(
    ([, upgraded, removed]) => upgraded ?? removed ?? '',
  );
}
