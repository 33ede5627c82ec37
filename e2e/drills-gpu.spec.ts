/** @file A few rounds of each drill that breaks the device; the full counts are run by hand, see docs/reliability.md. */
import { expect, test } from '@playwright/test';
import { findBrowser } from '../tools/lib/browser.mjs';
import { seededRandom } from '../tools/lib/seededRandom.mjs';
import { drill as allocations } from '../tools/drills/allocations.mjs';
import { drill as losses } from '../tools/drills/losses.mjs';

const ROUNDS = 3;

for (const [name, drill] of Object.entries({ losses, allocations }))
  test(`${name}: nothing that was finished is lost, and the rest ends as ever`, async ({ baseURL }) => {
    const lines: string[] = [];
    const { figures, failures } = await drill({
      url: baseURL!,
      executablePath: findBrowser()!,
      software: true,
      runs: ROUNDS,
      random: seededRandom(5),
      log: (line) => void lines.push(line),
    });
    expect(failures, [...lines, ...figures].join('\n')).toEqual([]);
    // They struck: a drill in which nothing breaks shows nothing.
    const struck = lines.filter((line) => /device was lost (?:in|before)|“.*failed$/.test(line));
    expect(struck.length, lines.join('\n')).toBeGreaterThan(0);
  });
