/** @file Keeps what trials trained on the host as long as there is room, for trying, examining and saving it. */
import { LabError } from '../src/base/errors';
import { trainedBytes, type TrainedTrial } from '../src/train/trained';

/** Bytes for all trials together: just over two full fine-tunings of roberta-base, or hundreds of adapters. */
const MOST_BYTES = 1_000_000_000;

export class TrainedCache {
  /** The trials, oldest first. */
  private readonly trials = new Map<string, TrainedTrial>();

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /**
   * Keeps a trial beside the others. If there is no room, the oldest full fine-tunings are dropped first, then the oldest
   * adapters.
   * @returns ids of the dropped trials, perhaps this one's
   */
  keep(trial: TrainedTrial): string[] {
    this.trials.delete(trial.id);
    this.trials.set(trial.id, trial);
    const all = [...this.trials.values()];
    const expendable = [
      ...all.filter(({ scenario }) => scenario.method === 'full'),
      ...all.filter(({ scenario }) => scenario.method !== 'full'),
    ];
    let bytes = all.reduce((sum, kept) => sum + trainedBytes(kept), 0);
    const dropped: string[] = [];
    for (const oldest of expendable) {
      if (bytes <= this.mostBytes) break;
      bytes -= trainedBytes(oldest);
      this.trials.delete(oldest.id);
      dropped.push(oldest.id);
    }
    return dropped;
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.trials.delete(id);
  }

  /** @throws LabError if it is not there */
  get(id: string): TrainedTrial {
    const trial = this.trials.get(id);
    if (!trial)
      throw new LabError(
        'What this trial trained is no longer kept.',
        'Run the trial again; adapters last across reloads, full fine-tuning only until the page is closed.',
      );
    return trial;
  }
}
