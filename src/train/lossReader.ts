/** @file Reads losses and hits back from the device while the next steps are already on their way. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Ops } from '../ops';
import type { StepStats } from './trainingFigures';
import { trialsOf } from './trialsOf';

/** The approximate time between two reads: often enough for a live curve, seldom enough not to slow down a GPU. */
const READ_MILLISECONDS = 100;
/** The most steps that are read together. */
const LARGEST_GROUP = 32;

/** Elements of a step's stats. */
const STATS = 2;

interface Unread {
  readonly stats: Tensor;
  readonly sentences: readonly number[];
}

export class LossReader {
  private waiting: Unread[] = [];
  private inFlight: Promise<void> = Promise.resolve();
  private group = 1;
  private lastRead = performance.now();

  /**
   * @param step the number of steps before the first that is pushed
   * @param onSteps gets the steps in order, by trial of the op set; `firstStep` is the 0-based number of the first
   */
  constructor(
    private readonly ops: Ops,
    private step: number,
    private readonly onSteps: (firstStep: number, trials: readonly (readonly StepStats[])[]) => void,
  ) {}

  /**
   * Takes over stats [2] (mean loss, hits) of the next step. Waits until at most one earlier group is still unread.
   * @param sentences number of sentences in the step's batch, by trial
   */
  async push(stats: Tensor, sentences: readonly number[]): Promise<void> {
    this.waiting.push({ stats, sentences });
    if (this.waiting.length < this.group) return;
    await this.inFlight;
    const now = performance.now();
    const perStep = (now - this.lastRead) / this.group;
    this.lastRead = now;
    this.group = Math.min(LARGEST_GROUP, Math.max(1, Math.round(READ_MILLISECONDS / Math.max(perStep, 0.1))));
    this.inFlight = this.read();
    // The next push or drain throws the error; until then it must not count as an unhandled rejection.
    this.inFlight.catch(() => undefined);
  }

  /** Waits until every step's loss is read, which also waits for the device. */
  async drain(): Promise<void> {
    await this.inFlight;
    await this.read();
  }

  /** Frees what is unread after a cancel or a failure, and waits for what is being read, which is on the device until then. */
  async dispose(): Promise<void> {
    for (const { stats } of this.waiting) stats.dispose();
    this.waiting = [];
    await this.inFlight.catch(() => undefined);
  }

  private async read(): Promise<void> {
    const steps = this.waiting;
    this.waiting = [];
    if (steps.length === 0) return;
    try {
      const values = await this.ops.read(steps.map(({ stats }) => stats));
      const first = this.step;
      this.step += steps.length;
      const count = trialsOf(this.ops);
      const statsOf = (trial: number): StepStats[] =>
        steps.map(({ sentences }, index) => {
          const at = STATS * (index * count + trial);
          return { loss: values[at] ?? NaN, hits: values[at + 1] ?? NaN, sentences: sentences[trial] ?? 0 };
        });
      this.onSteps(
        first,
        Array.from({ length: count }, (_, trial) => statsOf(trial)),
      );
    } finally {
      for (const { stats } of steps) stats.dispose();
    }
  }
}
