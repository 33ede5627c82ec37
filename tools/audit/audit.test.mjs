/** @file The dependencies, from the lock file and node_modules alone: pinned, whole, licensed, and without known holes. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../lib/process.mjs';
import { inRange } from './ranges.mjs';
import { INSTALL_SCRIPTS, LICENCES, OUTSIDE_THE_BUILD, SEVERAL_VERSIONS } from './reviewed.mjs';

/**
 * @typedef {{ version: string, integrity?: string, resolved?: string, link?: boolean, hasInstallScript?: boolean }} Locked
 * @typedef {{ date: string, advisories: { id: string, package: string, severity: string, range: string }[] }} Advisories
 */

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

const manifest = read('package.json');
const advisories = /** @type {Advisories} */ (read('tools/audit/advisories.json'));
const { lockfileVersion, packages } = read('package-lock.json');
const locked = Object.entries(/** @type {Record<string, Locked>} */ (packages)).filter(
  ([path]) => path !== '',
);

/** @param {string} path in node_modules */
const nameOf = (path) => path.replace(/^.*node_modules\//, '');

/** The test builds the page, while the machine may be busy with other things. */
const BUILD_MS = 60_000;

/** Folders of node_modules whose code ends in the build. @type {string[]} */
let built = [];
beforeAll(() => {
  const script = join(ROOT, 'tools/audit/builtPackages.mjs');
  const env = { ...process.env, NODE_ENV: 'production' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8', env });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  built = JSON.parse(stdout);
}, BUILD_MS);

describe('the lock file', () => {
  it('is reached by exact versions alone', () => {
    const { dependencies, devDependencies, overrides } = manifest;
    const wanted = Object.entries({ ...dependencies, ...devDependencies, ...overrides });
    expect(wanted.length).toBeGreaterThan(30);
    expect(wanted.filter(([, version]) => !/^(npm:[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual(
      [],
    );
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect(packages[`node_modules/${name}`]).toMatchObject({ version });
  });

  it('tells the hash of every package, and no address of a registry', () => {
    expect(lockfileVersion).toBe(3);
    expect(locked.length).toBeGreaterThan(300);
    const without = locked.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));
    expect(without.map(([path]) => path)).toEqual([]);
    expect(locked.filter(([, { resolved, link }]) => resolved !== undefined || link)).toEqual([]);
  });

  it('has no install scripts but those that were looked at', () => {
    const bringing = locked.filter(([, { hasInstallScript }]) => hasInstallScript);
    expect([...new Set(bringing.map(([path]) => nameOf(path)))].sort()).toEqual(
      Object.keys(INSTALL_SCRIPTS).sort(),
    );
  });
});

describe('the build', () => {
  it('has the packages that it is known to have, from the page and from the worker', () => {
    expect(built).toEqual(
      expect.arrayContaining(['node_modules/react', 'node_modules/@tensorflow/tfjs-core']),
    );
    expect(built.filter((path) => !(path in packages))).toEqual([]);
  });

  it('is made of code under licences that allow it', () => {
    const refused = built.flatMap((path) => {
      const { license } = read(`${path}/package.json`);
      const parts = String(license).replace(/[()]/g, '').split(/ AND /);
      return parts.every((part) => LICENCES.includes(part)) ? [] : [`${path}: ${license}`];
    });
    expect(refused).toEqual([]);
  });

  it('has no package in two major versions', () => {
    /** @type {Map<string, Set<string>>} */
    const majors = new Map();
    for (const path of built) {
      const [major = ''] = packages[path].version.split('.');
      majors.set(nameOf(path), (majors.get(nameOf(path)) ?? new Set()).add(major));
    }
    const several = [...majors].filter(([, versions]) => versions.size > 1).map(([name]) => name);
    expect(several).toEqual(Object.keys(SEVERAL_VERSIONS));
  });

  it(`has no known hole of high severity (list of ${advisories.date})`, () => {
    const severe = advisories.advisories.filter(({ severity }) => ['high', 'critical'].includes(severity));
    const hit = severe.flatMap(({ id, package: name, range }) =>
      locked
        .filter(([path, { version }]) => nameOf(path) === name && inRange(version, range))
        .map(([path, { version }]) => ({ path, name, what: `${path}@${version}: ${id}, ${range}` })),
    );
    expect(hit.filter(({ path }) => built.includes(path)).map(({ what }) => what)).toEqual([]);
    // Packages that do not reach the build still run on the machines of those who build it, so they are listed too.
    expect([...new Set(hit.map(({ name }) => name))].sort()).toEqual(Object.keys(OUTSIDE_THE_BUILD).sort());
  });
});

describe('a range', () => {
  it.each([
    ['1.2.3', '<1.2.4', true],
    ['1.2.4', '<1.2.4', false],
    ['1.10.0', '<1.2.4', false],
    ['2.0.0-beta.1', '<2.0.0', true],
    ['6.11.2', '>=6.0.0 <6.11.3 || >=7.0.0 <7.2.5', true],
    ['6.11.3', '>=6.0.0 <6.11.3 || >=7.0.0 <7.2.5', false],
    ['7.2.4', '>= 6.0.0, < 6.11.3 || >= 7.0.0, < 7.2.5', true],
    ['1.0.0', '=1.0.0', true],
    ['1.0.1', '1.0.0', false],
    ['1.0.1', '*', true],
  ])('%s in %s: %s', (version, range, expected) => expect(inRange(version, range)).toBe(expected));

  it.each(['', '~1.2.3', '^1', 'latest'])('that is written as %j is an error', (range) => {
    expect(() => inRange('1.0.0', range)).toThrow();
  });
});
