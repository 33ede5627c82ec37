/**
 * @file What holds for every input of a stranger, as vitest tests: see `refuses`. Run by the unit tests with a small budget
 * and fixed seeds, and for longer by tools/fuzz.mjs.
 */
import { appendFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LabError } from '../base/errors';

/** Inputs of all targets together, unless FUZZ_RUNS says another number. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 20_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_240_601);
/** Where a line of JSON about each target goes, for tools/fuzz.mjs. */
const REPORT = process.env['FUZZ_REPORT'];

/** Of one input, in milliseconds of the processor: others may be at work on the machine. */
const SLOWEST = 1000;
/** Likewise by the clock, so that nothing waits either. */
const LONGEST_WAIT = 10_000;
/** Characters of a message: a sentence that names the thing, and never the thing itself. */
export const LONGEST_MESSAGE = 700;
/** Bytes that an input may leave behind, garbage included, beside a multiple of its own. */
const MEMORY = 96_000_000;
const MEMORY_TIMES = 16;

export interface Target<Input> {
  readonly name: string;
  /** Of all inputs, this share in percent. */
  readonly share: number;
  readonly inputs: fc.Arbitrary<Input>;
  /** Characters or bytes. */
  readonly sizeOf: (input: Input) => number;
  /**
   * Reads the input. May throw a LabError, nothing else; where problems are the contract, they are returned.
   * What must hold of what was read is asserted here.
   */
  readonly read: (input: Input) => Problems | Promise<Problems>;
}

/** Sentences for a person, all of which must be short; nothing if there are none. */
export type Problems = readonly string[] | void;

/**
 * For every input: nothing but a LabError is thrown, messages are short, an input takes less than a second and bounded
 * memory, and Object.prototype stays as it was.
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
        // Once more: the machine may have been at something else.
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

/** Bytes of values and buffers, garbage that was not collected yet included. */
function held(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/** What there is on the prototypes that a stranger's keys could reach. */
function prototypes(): string {
  return [Object.prototype, Array.prototype, Function.prototype, Map.prototype]
    .map((prototype) => Reflect.ownKeys(prototype).map(String).join())
    .join('\n');
}
