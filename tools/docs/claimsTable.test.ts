/** @file The table of published claims in the documents, against lessons and recorded runs. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { asGood, verdictOn } from '../../src/lessons/claims/expectation';
import { parseResults } from '../../src/results/resultsFile';
import { CLAIMS_PAGE, claimsPage, runOf } from './claimsTable';

const page = readFileSync(CLAIMS_PAGE, 'utf8');

it('is what lessons and recorded runs say', () => {
  expect(page, 'run `node tools/docs/writeClaimsTable.mjs`').toBe(claimsPage(page, 'public'));
});

it('needs its mark', () => {
  expect(() => claimsPage('no table', 'public')).toThrow(CLAIMS_PAGE);
});

it('judges a recorded run as the lessons do', () => {
  const run = runOf(parseResults(readFileSync('public/recorded/layers.json', 'utf8')));
  // By twenty seeds: docs/measurements.md.
  expect(verdictOn(asGood('lower', 'all'), run.outcomes)).toBe('holds');
  expect(verdictOn(asGood('upper', 'all'), run.outcomes)).toBe('fails');
  expect(run.means.get('upper')).toBe('85.2');
  expect(run.date).toMatch(/^2026-11-\d\d$/);
});
