/** @file Which tiles a device has chosen for the matrix products, by class of products (`linear/tileClasses.ts`). */

/** The names of tilings by class. A class that is missing has the tiles of the table of defaults. */
export type ChosenTiles = Readonly<Record<string, string>>;

export class TileChoices {
  private chosen: ChosenTiles = {};
  private trial: { readonly controller: AbortController; readonly ended: Promise<unknown> } | null = null;

  /** The tiling of a class; undefined for that of the table. */
  of(tileClass: string): string | undefined {
    return this.chosen[tileClass];
  }

  use(chosen: ChosenTiles): void {
    this.chosen = chosen;
  }

  /**
   * Lets a trial of tiles go on in the background, and uses what it chooses.
   * @param run ends soon after its signal is aborted, and resolves with null if it then has chosen nothing
   */
  async during<Trial extends { readonly chosen: ChosenTiles }>(
    run: (signal: AbortSignal) => Promise<Trial | null>,
  ): Promise<Trial | null> {
    const controller = new AbortController();
    const ended = run(controller.signal).then((trial) => {
      if (trial) this.use(trial.chosen);
      return trial;
    });
    const own = (this.trial = { controller, ended });
    try {
      return await ended;
    } finally {
      if (this.trial === own) this.trial = null;
    }
  }

  /** Ends a trial that is under way, so that the choices stay as they are from here on. Takes 0.3 s at most. */
  async settle(): Promise<void> {
    const { trial } = this;
    trial?.controller.abort();
    await trial?.ended.catch(() => null);
  }
}
