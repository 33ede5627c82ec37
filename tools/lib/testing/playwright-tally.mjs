/** @file A Playwright reporter that counts tests for tools/test.mjs, and notes why some were skipped. */
import { failure, writeTally } from './tally.mjs';

/** @typedef {import('@playwright/test/reporter').TestCase} TestCase */

/** @param {TestCase} test @returns {string} */
const nameOf = (test) => test.titlePath().filter(Boolean).join(' > ');

/** @param {TestCase} test @returns {string} */
function skipReason(test) {
  const skip = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
  return skip?.description ?? 'no reason given';
}

export default class PlaywrightTally {
  /** @type {import('./tally.mjs').Failure[]} */
  errors = [];
  /** @type {TestCase[]} */
  tests = [];

  /** @param {unknown} _config @param {import('@playwright/test/reporter').Suite} suite */
  onBegin(_config, suite) {
    this.tests = suite.allTests();
  }

  /**
   * Called for errors outside any test, such as a spec that does not load.
   * @param {import('@playwright/test/reporter').TestError} error
   */
  onError(error) {
    this.errors.push(failure(error.location?.file ?? 'outside any test', error.message));
  }

  onEnd() {
    let passed = 0;
    const skipped = [];
    /** @type {import('./tally.mjs').Failure[]} */
    const flaky = [];
    const failures = [...this.errors];
    for (const test of this.tests) {
      const outcome = test.outcome();
      // Playwright also calls a test skipped that it never reached.
      if (test.results.length === 0) failures.push(failure(nameOf(test), 'never ran'));
      else if (outcome === 'skipped') skipped.push({ name: nameOf(test), reason: skipReason(test) });
      else if (outcome === 'flaky') flaky.push(failure(nameOf(test), test.results[0]?.error?.message));
      else if (outcome === 'expected') passed++;
      else failures.push(failure(nameOf(test), test.results.at(-1)?.error?.message));
    }
    writeTally({ passed: passed + flaky.length, failed: failures.length, skipped, flaky, failures });
  }

  printsToStdio() {
    return false;
  }
}
