/** @file A vitest reporter that counts tests for tools/test.mjs, and notes why some were skipped. */
import { writeTally } from './tally.mjs';

/** @typedef {import('vitest/node').TestModule} TestModule */

/** @param {TestModule} module @returns {number} errors of the file or its suites, outside any test */
function errorsOutsideTests(module) {
  let errors = module.errors().length;
  for (const suite of module.children.allSuites()) errors += suite.errors().length;
  return errors;
}

export default class VitestTally {
  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    let passed = 0;
    let failed = unhandledErrors.length;
    const skipped = [];
    for (const module of modules) {
      failed += errorsOutsideTests(module);
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') passed++;
        else if (result.state === 'skipped')
          skipped.push({ name: test.fullName, reason: result.note ?? 'no reason given' });
        // A test that is still pending at the end never ran, because its browser or its file broke.
        else failed++;
      }
    }
    writeTally({ passed, failed, skipped });
  }
}
