/** @file A Playwright reporter that counts tests for tools/test.mjs, and notes why some were skipped. */
import { writeTally } from './tally.mjs';

/** @typedef {import('@playwright/test/reporter').TestCase} TestCase */

/** @param {TestCase} test @returns {string} */
const nameOf = (test) => test.titlePath().filter(Boolean).join(' > ');

/** @param {TestCase} test @returns {string} */
function skipReason(test) {
  const skip = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
  return skip?.description ?? 'no reason given';
}

export default class PlaywrightTally {
  errors = 0;
  /** @type {TestCase[]} */
  tests = [];

  /** @param {unknown} _config @param {import('@playwright/test/reporter').Suite} suite */
  onBegin(_config, suite) {
    this.tests = suite.allTests();
  }

  /** Called for errors outside any test, such as a spec that does not load. */
  onError() {
    this.errors++;
  }

  onEnd() {
    let passed = 0;
    let failed = this.errors;
    const skipped = [];
    const flaky = [];
    for (const test of this.tests) {
      const outcome = test.outcome();
      // Playwright also calls a test skipped that it never reached.
      if (test.results.length === 0) failed++;
      else if (outcome === 'skipped') skipped.push({ name: nameOf(test), reason: skipReason(test) });
      else if (outcome === 'flaky') flaky.push(nameOf(test));
      else if (outcome === 'expected') passed++;
      else failed++;
    }
    writeTally({ passed: passed + flaky.length, failed, skipped, flaky });
  }

  printsToStdio() {
    return false;
  }
}
