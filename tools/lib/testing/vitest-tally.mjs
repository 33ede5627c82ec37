/** @file A vitest reporter that counts tests for tools/test.mjs, and notes why some were skipped. */
import { failure, writeTally } from './tally.mjs';

/** @typedef {import('vitest/node').TestModule} TestModule */

/** @param {TestModule} module @returns {import('./tally.mjs').Failure[]} errors of the file or its suites, outside any test */
function errorsOutsideTests(module) {
  const suites = [...module.children.allSuites()].flatMap((suite) => suite.errors());
  return [...module.errors(), ...suites].map(({ message }) => failure(module.relativeModuleId, message));
}

export default class VitestTally {
  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly { message: string }[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    let passed = 0;
    const skipped = [];
    /** @type {import('./tally.mjs').Failure[]} */
    const flaky = [];
    const failures = unhandledErrors.map(({ message }) => failure('outside any test', message));
    for (const module of modules) {
      failures.push(...errorsOutsideTests(module));
      for (const test of module.children.allTests()) {
        const result = test.result();
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        if (result.state === 'passed') {
          passed++;
          // A passed test keeps the errors of the try before.
          if (test.diagnostic()?.flaky) flaky.push(failure(name, result.errors?.[0]?.message));
        } else if (result.state === 'skipped')
          skipped.push({ name: test.fullName, reason: result.note ?? 'no reason given' });
        // A test that is still pending at the end never ran, because its browser or its file broke.
        else failures.push(failure(name, result.errors?.[0]?.message));
      }
    }
    writeTally({ passed, failed: failures.length, skipped, flaky, failures });
  }
}
