/**
 * @file What must hold for every hostile input, as vitest tests (see `refuses`). The unit tests run them with a small
 * budget and fixed seeds, and tools/fuzz.mjs for longer.
 */
import { appendFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LabError } from '../base/errors';

/**
 * The number of inputs for all targets together, unless FUZZ_RUNS gives another. The seed is fixed, so these are the
 * same inputs in every run of the tests: they hold what holds, and tools/fuzz.mjs searches.
 */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 6000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_240_601);
/** The file that gets a line of JSON about each target, for tools/fuzz.mjs. */
const REPORT = process.env['FUZZ_REPORT'];

/**
 * The most milliseconds of CPU time that one input may take. CPU time is measured because the machine may be busy with
 * other work.
 */
const SLOWEST = 1000;
/** The most milliseconds by the clock, so that no input makes the lab wait either. */
const LONGEST_WAIT = 10_000;
/** The most characters of a message, which names the offending thing but does not repeat it. */
export const LONGEST_MESSAGE = 700;
/** Bytes that an input may leave behind, including garbage: this many, plus so many times its own size. */
const MEMORY = 96_000_000;
const MEMORY_TIMES = 16;

export interface Target<Input> {
  readonly name: string;
  /** The target's share of all inputs, in percent. */
  readonly share: number;
  readonly inputs: fc.Arbitrary<Input>;
  /** Size of an input in characters or bytes. */
  readonly sizeOf: (input: Input) => number;
  /**
   * Reads the input, and asserts what must hold of what was read. It may throw a LabError and nothing else. Readers that
   * report problems instead return them.
   */
  readonly read: (input: Input) => Problems | Promise<Problems>;
}

/** Sentences for a person, all of which must be short. */
export type Problems = readonly string[] | void;

/**
 * Tests that for every input nothing but a LabError is thrown, messages are short, reading takes less than a second and
 * bounded memory, and Object.prototype stays as it was.
 */
export function refuses<Input>({ name, share, inputs, sizeOf, read }: Target<Input>): void {
  it(`takes hostile input: ${name}`, { timeout: 24 * 3600_000 }, async () => {
    const numRuns = Math.max(1, Math.round((RUNS * share) / 100));
    const clean = prototypes();
    const begun = performance.now();
    const tally = { inputs: 0, refused: 0, slowest: 0 };
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        const before = held();
        let [milliseconds, refused] = await timed(() => read(input));
        // Tries once more, because the machine may have been busy with something else.
        if (milliseconds > SLOWEST) [milliseconds, refused] = await timed(() => read(input));
        tally.inputs++;
        tally.refused += refused ? 1 : 0;
        tally.slowest = Math.max(tally.slowest, milliseconds);
        if (milliseconds > SLOWEST) throw new Error(`took ${Math.round(milliseconds)} ms`);
        const kept = held() - before;
        if (kept > MEMORY + MEMORY_TIMES * sizeOf(input))
          throw new Error(`took ${kept} bytes for ${sizeOf(input)}`);
        if (prototypes() !== clean) throw new Error('changed a prototype');
      }),
      { numRuns, seed: SEED, maxSkipsPerRun: 0, endOnFailure: process.env['FUZZ_SHRINK'] === 'no' },
    );
    expect(tally.inputs).toBeGreaterThanOrEqual(numRuns);
    const seconds = (performance.now() - begun) / 1000;
    if (REPORT !== undefined) appendFileSync(REPORT, `${JSON.stringify({ name, ...tally, seconds })}\n`);
  });
}

/** @returns milliseconds, and whether a LabError was thrown */
async function timed(read: () => Problems | Promise<Problems>): Promise<[number, boolean]> {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  let problems: Problems;
  let refused = false;
  try {
    problems = await read();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    refused = true;
    problems = [error.message, error.remedy];
  }
  const waited = performance.now() - begun;
  const { user, system } = process.cpuUsage(used);
  const worked = (user + system) / 1000;
  const milliseconds = waited > LONGEST_WAIT ? waited : Math.min(waited, worked);
  for (const problem of problems ?? []) {
    if (problem === '') throw new Error('an empty message');
    if (problem.length > LONGEST_MESSAGE)
      throw new Error(`a message of ${problem.length} characters: ${problem.slice(0, 200)}`);
  }
  return [milliseconds, refused];
}

/** Bytes of values and buffers, including garbage that is not collected yet. */
function held(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/** The keys of the prototypes that a hostile key could reach. */
function prototypes(): string {
  return [Object.prototype, Array.prototype, Function.prototype, Map.prototype]
    .map((prototype) => Reflect.ownKeys(prototype).map(String).join())
    .join('\n');
}
