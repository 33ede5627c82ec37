/** @file The command line: an experiment in, a results file out, and an exit status to rely on. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { parseResults } from '../src/experiment/resultsFile';
import { TINY } from './lab';

const headless = (...args: string[]) =>
  spawnSync(process.execPath, ['tools/headless.mjs', ...args], { encoding: 'utf8' });

test('a tiny experiment ends with status 0, a table and a results file that reads back', () => {
  const out = test.info().outputPath('results.json');
  const { status, stdout, stderr } = headless('--software', '--experiment', `#${TINY}`, '--out', out);
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('mean accuracy');
  const { trials } = parseResults(readFileSync(out, 'utf8'));
  expect(trials.map(({ status }) => status)).toEqual(['done']);

  // A results file is an experiment too: the same seed gives the same losses.
  const again = test.info().outputPath('again.json');
  expect(headless('--software', '--experiment', out, '--out', again, '--quiet').status).toBe(0);
  expect(parseResults(readFileSync(again, 'utf8')).trials[0]?.losses).toEqual(trials[0]?.losses);
});

test('wrong usage ends with status 2 and names what is wrong', () => {
  const wrong = headless('--speed', '9', '--backend=abacus');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('--speed');
  expect(headless('--experiment', 'no-such-file').status).toBe(2);
  expect(headless('--backend', 'abacus').stderr).toContain('abacus');
});
