/** @file The command line: an experiment in, a results file out, and an exit status to rely on. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { parseResults } from '../src/experiment/resultsFile';
import { findBrowser } from '../tools/lib/browser.mjs';
import { SHORT_AND_LONG, TINY } from './lab';

const headless = (...args: string[]) =>
  spawnSync(process.execPath, ['tools/headless.mjs', ...args], { encoding: 'utf8' });

test('a tiny experiment ends with status 0, a table and a results file that reads back', () => {
  const out = test.info().outputPath('results.json');
  const { status, stdout, stderr } = headless('--software', '--experiment', `#${TINY}`, '--out', out);
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('mean accuracy');
  expect(stdout).toMatch(/^(No row is cut|.* of the rows are cut to)/m);
  const { trials } = parseResults(readFileSync(out, 'utf8'));
  expect(trials.map(({ status }) => status)).toEqual(['done']);

  // A results file is an experiment too: the same seed gives the same losses.
  const again = test.info().outputPath('again.json');
  expect(headless('--software', '--experiment', out, '--out', again, '--quiet').status).toBe(0);
  expect(parseResults(readFileSync(again, 'utf8')).trials[0]?.losses).toEqual(trials[0]?.losses);
});

test('Ctrl-C keeps what is finished, leaves no browser behind and ends with status 130', async () => {
  test.skip(process.platform === 'win32', 'Windows has no SIGINT to send');
  const [out, browser, closed] = ['results.json', 'browser.sh', 'closed'].map((name) =>
    test.info().outputPath(name),
  ) as [string, string, string];
  writeFileSync(browser, `#!/bin/sh\n'${findBrowser()}' "$@"\ntouch '${closed}'\n`, { mode: 0o755 });
  const options = ['--software', '--browser', browser, '--experiment', `#${SHORT_AND_LONG}`, '--out', out];
  const tool = spawn(process.execPath, ['tools/headless.mjs', ...options]);
  let messages = '';
  tool.stderr.on('data', (text: Buffer) => (messages += text.toString()));
  const status = new Promise((resolve) => tool.on('exit', resolve));

  await expect.poll(() => messages, { timeout: 60_000 }).toContain('1/2 trials');
  expect(parseResults(readFileSync(out, 'utf8')).trials).toHaveLength(1);
  tool.kill('SIGINT');
  expect(await status, messages).toBe(130);
  expect(messages).toContain('Cancelling');
  expect(existsSync(closed)).toBe(true);
  const { trials } = parseResults(readFileSync(out, 'utf8'));
  expect(trials[0]).toMatchObject({ scenario: { name: 'head' }, status: 'done' });
  expect(trials.slice(1).every(({ status: ended }) => ended === 'cancelled')).toBe(true);
});

test('a run that takes longer than --timeout is cancelled, and ends with status 1', () => {
  const out = test.info().outputPath('results.json');
  const endless = `#${TINY.replace('steps=2', 'steps=20000')}`;
  const { status, stderr } = headless('--software', '--timeout=0.1', '--experiment', endless, '--out', out);
  expect(status, stderr).toBe(1);
  expect(stderr).toContain('Stopped after 0.1 minutes');
  const { trials } = parseResults(readFileSync(out, 'utf8'));
  expect(trials.filter(({ status: ended }) => ended !== 'cancelled')).toEqual([]);
});

test('wrong usage ends with status 2 and names what is wrong', () => {
  const wrong = headless('--speed', '9', '--backend=abacus');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('--speed');
  expect(headless('--experiment', 'no-such-file').status).toBe(2);
  expect(headless('--backend', 'abacus').stderr).toContain('abacus');
  expect(headless('--out', 'e2e').stderr).toContain('is a folder');
});
