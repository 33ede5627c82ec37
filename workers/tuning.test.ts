import { expect, it } from 'vitest';
import type { Backend } from '../src/backend/select';
import type { Tiles } from '../src/ops/webgpu';
import { createReferenceOps } from '../src/ops/reference';
import { Tuning } from './tuning';
import type { Event } from './protocol';

const CHOSEN = { 'NN whole': 'square' };

/** A backend whose trials choose at once, and what happens to its tiles. */
function fake(device = 'card') {
  const used: unknown[] = [];
  let trials = 0;
  const tiles: Tiles = {
    use(chosen) {
      used.push(chosen);
      return 'NN whole' in chosen;
    },
    tune() {
      trials++;
      return Promise.resolve({ chosen: CHOSEN, gains: {}, milliseconds: 1, compileMilliseconds: 1 });
    },
  };
  const environment = {
    backend: 'webgpu',
    device,
    software: false,
    userAgent: 'Chrome/156',
    labVersion: '',
  } as const;
  const backend: Backend = {
    ops: createReferenceOps(),
    environment,
    tiles,
    lost: new Promise(() => undefined),
  };
  return { backend, used, trials: () => trials };
}

function tuning(kept: Tuning['keeps']) {
  const events: Event[] = [];
  const made = new Tuning((event) => events.push(event));
  made.keeps = kept;
  return { made, events };
}

it('tries tiles once where none are kept, and tells the page', async () => {
  const { made, events } = tuning({});
  const { backend, trials } = fake();
  await made.inBackground(backend);
  await made.inBackground(backend);
  expect(trials()).toBe(1);
  const tiles = { browser: 'Chrome/156', chosen: CHOSEN };
  expect(events).toEqual([{ type: 'tilesChosen', runId: '', device: 'card', tiles }]);
});

it('uses what is kept for this device and version of the browser, and tries nothing', async () => {
  const kept = { browser: 'Chrome/156', chosen: CHOSEN };
  const { made, events } = tuning({ card: kept });
  const { backend, used, trials } = fake();
  await made.inBackground(backend);
  expect([used, trials(), events]).toEqual([[CHOSEN], 0, []]);
});

it('tries again in another version of the browser, and on another device', async () => {
  const kept = { browser: 'Chrome/155', chosen: CHOSEN };
  for (const device of ['card', 'other']) {
    const { made } = tuning({ card: kept, ...(device === 'other' && { other: kept }) });
    const { backend, used, trials } = fake(device);
    await made.inBackground(backend);
    expect([used, trials()]).toEqual([[{}], 1]);
  }
});

it('tries nothing where that is off, or where there are no tiles', async () => {
  const { made, events } = tuning('off');
  const { backend, used, trials } = fake();
  await made.inBackground(backend);
  const other = tuning({});
  await other.made.inBackground({ ...backend, tiles: null });
  expect([used, trials(), events, other.events]).toEqual([[], 0, [], []]);
});
