/**
 * @file Chooses the tiles of the matrix products by trying a few on the device: once, in the background, while nothing
 * trains. What a device chooses is kept by the page (`app/store/worker/tiles.ts`).
 */
import { tilingName } from '../linear/tileCopies';
import type { Runner } from '../runtime/runner';
import { KernelCache } from '../runtime/kernelCache';
import { STEP_BYTES } from '../runtime/kernel';
import type { ChosenTiles } from '../runtime/tileChoices';
import { chooseTiling } from './chooseTiling';
import { bytesOf, CONTESTS, dispatchOf, flopOf, kernelOf, type Contest, type Matrices } from './contest';
import { DispatchTimer, type Repeated } from './dispatchTimer';

export interface TileTrial {
  /** The name of a tiling for each class. */
  readonly chosen: ChosenTiles;
  /** By class, how many times as fast as the table's tiles the chosen ones are. */
  readonly gains: Readonly<Record<string, number>>;
  /** Milliseconds that the device was timed for, and that the kernels took to compile, which the device does not notice. */
  readonly milliseconds: number;
  readonly compileMilliseconds: number;
}

export interface TrialOptions {
  /** What is tried; all classes if it is left out. */
  readonly contests?: readonly Contest[];
  /** Tries on a software adapter too, which tests do. */
  readonly onSoftware?: boolean;
  /** False for the clock, even if the device has timestamp queries. */
  readonly stamps?: boolean;
}

/** After so many milliseconds no further timing begins. One takes up to 10 on a fast device. */
const BUDGET_MS = 260;
const ROUNDS = 3;
/** What one timing should take: twenty times the step to which browsers round timestamps. */
const TARGET_MS = 2;
/** A product that takes longer is made smaller, and a device on which the smallest takes longer keeps the table. */
const MOST_MS = 4;
/** The table's tiles are first repeated so often as takes this long, which also wakes the device's clock. */
const WARM_MS = 3;
const MOST_REPEATS = 512;
const LEAST_ROWS = 256;

/**
 * Tries the tilings.
 * @param signal ends it before the first timing; one that is being timed comes to its end
 * @returns null on a software adapter, if it was ended, or if the device failed, which it says to whoever uses it next
 */
export async function tuneTiles(
  runner: Runner,
  signal: AbortSignal,
  { contests = CONTESTS, onSoftware = false, stamps = true }: TrialOptions = {},
): Promise<TileTrial | null> {
  if (runner.software && !onSoftware) return null;
  const { device } = runner.backend;
  // What begins to train later then need not wait for this.
  if (!runner.software) await runner.fence.calibrate();
  if (signal.aborted) return null;
  const trial = new Trial(device, new DispatchTimer(device, runner.fence, stamps), contests);
  try {
    const start = performance.now();
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    await Promise.race([trial.compile(), aborted]);
    if (signal.aborted) return null;
    const compiled = performance.now();
    const { chosen, gains } = await trial.choose();
    const milliseconds = performance.now() - compiled;
    return { chosen, gains, milliseconds, compileMilliseconds: compiled - start };
  } catch {
    return null;
  } finally {
    trial.dispose();
  }
}

class Trial {
  private readonly step: GPUBuffer;
  private readonly kernels: KernelCache;
  private readonly matrices: Matrices;

  constructor(
    device: GPUDevice,
    private readonly timer: DispatchTimer,
    private readonly contests: readonly Contest[],
  ) {
    this.step = device.createBuffer({ size: STEP_BYTES, usage: GPUBufferUsage.UNIFORM });
    this.kernels = new KernelCache(device, this.step, this.step);
    const most = (name: keyof Matrices): GPUBuffer => {
      const size = Math.max(...contests.map((contest) => bytesOf(contest)[name]));
      return device.createBuffer({ size, usage: GPUBufferUsage.STORAGE });
    };
    this.matrices = { a: most('a'), b: most('b'), partial: most('partial') };
  }

  async compile(): Promise<void> {
    const sources = new Map(
      this.contests.flatMap((contest) => contest.tilings.map((tiling) => kernelOf(contest, tiling))),
    );
    await Promise.all([...sources].map(([name, source]) => this.kernels.compile(name, source)));
  }

  dispose(): void {
    const { a, b, partial } = this.matrices;
    for (const buffer of [this.step, a, b, partial]) buffer.destroy();
    this.kernels.clear();
  }

  async choose(): Promise<Pick<TileTrial, 'chosen' | 'gains'>> {
    const until = performance.now() + BUDGET_MS;
    const rate = await this.rate();
    const fitted = this.contests.map((contest) => shrunk(contest, rate));
    const repeats = fitted.map((contest) => (contest ? repeatsFor(TARGET_MS, flopOf(contest) / rate) : 0));
    const rounds = fitted.map((): number[][] => []);
    // The first round is a rehearsal, after which each contest is repeated as often as it should.
    for (let round = -1; round < ROUNDS; round++)
      for (const [i, contest] of fitted.entries()) {
        if (!contest || performance.now() > until) continue;
        const times = await this.timer.time(
          contest.tilings.map((_, at) => this.work(contest, at, repeats[i] ?? 1)),
        );
        if (round >= 0) rounds[i]?.push(times);
        else repeats[i] = repeatsFor(TARGET_MS, (times[0] ?? NaN) / (repeats[i] ?? 1));
      }
    const choices = this.contests.map((contest, i) => ({ ...contest, ...chooseTiling(rounds[i] ?? []) }));
    return {
      chosen: Object.fromEntries(
        choices.flatMap(({ tileClass, tilings, index }) => {
          const tiling = tilings[index];
          return tiling ? [[tileClass, tilingName(tiling)]] : [];
        }),
      ),
      gains: Object.fromEntries(choices.map(({ tileClass, gain }) => [tileClass, gain])),
    };
  }

  /** FLOP a millisecond of the first contest's product in small, with the table's tiles. */
  private async rate(): Promise<number> {
    const [first] = this.contests;
    if (!first) return NaN;
    const small = { ...first, rows: Math.min(first.rows, LEAST_ROWS) };
    for (let repeats = 1; ; repeats *= 4) {
      const [milliseconds = NaN] = await this.timer.time([this.work(small, 0, repeats)]);
      if (!(milliseconds < WARM_MS) || repeats >= MOST_REPEATS)
        return (flopOf(small) * repeats) / milliseconds;
    }
  }

  private work(contest: Contest, at: number, repeats: number): Repeated {
    const tiling = contest.tilings[at];
    if (!tiling) throw new Error(`The class ${contest.tileClass} has no tiling ${at}.`);
    return { ...dispatchOf(contest, tiling, this.kernels, this.matrices), repeats };
  }
}

/** @param each milliseconds of one; as many as take the target's */
function repeatsFor(target: number, each: number): number {
  return Math.min(MOST_REPEATS, Math.max(1, Math.round(target / each) || 1));
}

/** The contest with so few rows that a product takes no longer than it may; null if that is too few. */
function shrunk(contest: Contest, rate: number): Contest | null {
  if (!(flopOf(contest) / rate > MOST_MS)) return contest;
  if (contest.rows / 2 < LEAST_ROWS) return null;
  return shrunk({ ...contest, rows: contest.rows / 2 }, rate);
}

/** Whether a choice has a tiling for every class, so that nothing has to be tried. */
export function isComplete(chosen: ChosenTiles): boolean {
  return CONTESTS.every(({ tileClass, tilings }) =>
    tilings.some((tiling) => tilingName(tiling) === chosen[tileClass]),
  );
}
