/** @file Tests of when a wait asks, without a device. */
import { expect, it } from 'vitest';
import { Fence } from './fence';

/** A device that counts questions, and calls `asked` with each. */
function deviceOf(asked: (questions: number) => void): GPUDevice {
  let questions = 0;
  return {
    pushErrorScope: () => undefined,
    popErrorScope: () => {
      asked(++questions);
      return Promise.resolve(null);
    },
  } as unknown as GPUDevice;
}

it('asks until the wait is over', async () => {
  let end: (value: string) => void = () => undefined;
  const waiting = new Promise<string>((resolve) => (end = resolve));
  const device = deviceOf((questions) => {
    if (questions === 3) end('done');
  });
  expect(await new Fence(device, true).reached(waiting)).toBe('done');
});

it('asks nothing while the device is given more to do, and begins when that ends', async () => {
  let [submits, askedAt] = [0, -1];
  let end: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => (end = resolve));
  const device = deviceOf(() => {
    askedAt = submits;
    end();
  });
  // Each look at the count finds one submit more, until there are five.
  const fence = new Fence(device, true, () => (submits = Math.min(submits + 1, 5)));
  await fence.reached(waiting);
  expect(askedAt).toBe(5);
});

it('does not ask where asking does not help', async () => {
  let asked = false;
  const device = deviceOf(() => (asked = true));
  await new Fence(device).reached(new Promise((resolve) => setTimeout(resolve, 5)));
  expect(asked).toBe(false);
});
