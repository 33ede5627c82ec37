/** @file Brings the losses back from the device while the next steps are already on their way. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Ops } from '../ops';

/** About this long between two reads: often enough for a live curve, seldom enough not to slow a GPU. */
const READ_MILLISECONDS = 100;
const LARGEST_GROUP = 32;

export class LossReader {
  private waiting: Tensor[] = [];
  private inFlight: Promise<void> = Promise.resolve();
  private group = 1;
  private lastRead = performance.now();
  private step = 0;

  /** @param onLosses gets losses in order, `firstStep` being the 0-based step of the first */
  constructor(
    private readonly ops: Ops,
    private readonly onLosses: (firstStep: number, losses: readonly number[]) => void,
  ) {}

  /** Takes over stats [2] of the next step. Waits until at most one group before it is unread. */
  async push(stats: Tensor): Promise<void> {
    this.waiting.push(stats);
    if (this.waiting.length < this.group) return;
    await this.inFlight;
    const now = performance.now();
    const perStep = (now - this.lastRead) / this.group;
    this.lastRead = now;
    this.group = Math.min(LARGEST_GROUP, Math.max(1, Math.round(READ_MILLISECONDS / Math.max(perStep, 0.1))));
    this.inFlight = this.read();
    // Whoever pushes or drains next gets to know; until then it is no unhandled rejection.
    this.inFlight.catch(() => undefined);
  }

  /** Waits for every step's loss, and so for the device. */
  async drain(): Promise<void> {
    await this.inFlight;
    await this.read();
  }

  /** Frees what is unread, after a cancel. */
  dispose(): void {
    for (const tensor of this.waiting) tensor.dispose();
    this.waiting = [];
  }

  private async read(): Promise<void> {
    const stats = this.waiting;
    this.waiting = [];
    if (stats.length === 0) return;
    try {
      const values = await this.ops.read(stats);
      const first = this.step;
      this.step += stats.length;
      this.onLosses(
        first,
        stats.map((_, index) => values[2 * index] ?? NaN),
      );
    } finally {
      for (const tensor of stats) tensor.dispose();
    }
  }
}
