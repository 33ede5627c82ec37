/** @file Tiles that the device chooses for itself: tried in the background where the page has none of this browser's. */
import type { Backend } from '../src/backend/select';
import type { KeptTiles } from '../src/results/keptTiles';
import type { Event } from './protocol';

export class Tuning {
  /** What the page has kept; `off` until it has said so. */
  keeps: KeptTiles | 'off' = 'off';
  private readonly met = new WeakSet<Backend>();

  constructor(private readonly send: (event: Event) => void) {}

  /** Gives a backend the tiles that the page has kept for it. @returns whether some have to be tried */
  use({ tiles, environment: { device, userAgent } }: Backend): boolean {
    if (!tiles || this.keeps === 'off') return false;
    const kept = this.keeps[device];
    return !tiles.use(kept?.browser === userAgent ? kept.chosen : {});
  }

  /** Tries tiles, once for a backend, unless all are known. A run that begins meanwhile ends the trial. */
  async inBackground(backend: Backend): Promise<void> {
    const { tiles, environment } = backend;
    if (!tiles || this.met.has(backend)) return;
    this.met.add(backend);
    if (!this.use(backend)) return;
    const trial = await tiles.tune();
    if (!trial) return;
    const { device, userAgent: browser } = environment;
    if (this.keeps !== 'off') this.keeps = { ...this.keeps, [device]: { browser, chosen: trial.chosen } };
    this.send({ type: 'tilesChosen', runId: '', device, tiles: { browser, chosen: trial.chosen } });
  }
}
