import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ensureBrowser } from '../../setup.mjs';
import { changedPackages } from '../setup/apt.mjs';
import { findBrowser } from './chromium.mjs';
import { launchBrowser } from './launchBrowser.mjs';
import { fileProblem, startProblem } from './startProblem.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-browser-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** @param {string} name @param {string} script @returns {string} path of a program that does this */
function program(name, script) {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

test('what is no program is told apart', () => {
  const plain = program('plain', '');
  chmodSync(plain, 0o644);
  expect(fileProblem(join(folder, 'missing'))).toBe('does not exist');
  expect(fileProblem(folder)).toBe('is a folder, not a program');
  expect(fileProblem('')).toBe('does not exist');
  if (process.platform !== 'win32') expect(fileProblem(plain)).toBe('may not be executed');
});

// On other systems only the file is checked.
const onLinux = test.runIf(process.platform === 'linux');

onLinux('a program that is no browser, that fails, or that never answers, is told within the time', () => {
  const chromium = program(
    'chromium',
    'echo "a warning" >&2; echo "Chromium 156.0.8078.108 built on something"',
  );
  expect(startProblem(chromium)).toBeNull();
  expect(startProblem(program('false', 'exit 1'))).toBe('does not start (it ended with status 1)');
  expect(startProblem(program('lacking', 'echo "libnss3.so: cannot open" >&2; exit 127'))).toBe(
    'does not start (libnss3.so: cannot open)',
  );
  expect(startProblem(program('cat', 'echo "cat (GNU coreutils) 9.1"'))).toContain(
    'is not a Chromium-based browser (with --version it says "cat (GNU coreutils) 9.1")',
  );
  expect(startProblem(program('endless', 'while :; do echo y; done'))).toBe(
    'answers to --version without an end',
  );
});

onLinux('a program that waits ends with all that it has started', async () => {
  const pidFile = join(folder, 'pid');
  const waiting = program('waiting', `sleep 600 & echo $! > '${pidFile}'; wait`);
  expect(startProblem(waiting, 2000)).toBe('does not answer to --version within 2 s');
  const pid = Number(readFileSync(pidFile, 'utf8'));
  const isRunning = () => {
    // A process that ended and was not collected yet is a zombie.
    try {
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  };
  for (let i = 0; i < 50 && isRunning(); i++) await wait(20);
  expect(isRunning()).toBe(false);
});

onLinux('a named browser that does not start is one sentence, and nothing is installed for it', () => {
  const installed = join(folder, 'installed');
  for (const name of ['apt-get', 'npx', 'npm']) program(name, `touch '${installed}'`);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
  const broken = program('broken', 'exit 3');
  const words = `${broken} does not start (it ended with status 3); name a Chromium-based browser that starts, or`;
  expect(() => ensureBrowser(broken)).toThrow(`--browser: ${words} leave it out.`);
  vi.stubEnv('LAB_CHROMIUM', broken);
  expect(() => ensureBrowser()).toThrow(`LAB_CHROMIUM: ${words} unset it.`);
  expect(fileProblem(installed)).toBe('does not exist');
  vi.stubEnv('LAB_CHROMIUM', folder);
  expect(() => findBrowser()).toThrow(`LAB_CHROMIUM: ${folder} is a folder, not a program; name`);
});

onLinux(
  'a browser that answers to --version and then does not start, is given up in one sentence',
  async () => {
    const version = 'case "$1" in --version) echo "Chromium 1.2.3.4"; exit;; esac';
    const ending = program('ending', `${version}; echo "no display" >&2; exit 1`);
    expect(startProblem(ending)).toBeNull();
    await expect(launchBrowser(ending, [])).rejects.toThrow(
      `The browser ${ending} ended before it had started (no display); name another one`,
    );
    const waiting = program('waiting', `${version}; exec sleep 600`);
    await expect(launchBrowser(waiting, [], 1000)).rejects.toThrow(
      `The browser ${waiting} did not start within 1 s; name another one`,
    );
  },
);

test('packages that an install would upgrade or remove are found in its plan', () => {
  const plan = [
    'Inst libnss3 [2:3.87-1] (2:3.87-1+deb12u1 Debian-Security:12/stable-security [amd64])',
    'Inst chromium-common (156.0-1 Debian-Security:12/stable-security [amd64])',
    'Remv old-library [1.0]',
    'Conf chromium-common (156.0-1 Debian-Security:12/stable-security [amd64])',
  ].join('\n');
  expect(changedPackages(plan)).toEqual(['libnss3', 'old-library']);
});
