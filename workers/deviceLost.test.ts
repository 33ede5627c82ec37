import { expect, it } from 'vitest';
import { DeviceLost, untilLost } from './deviceLost';

const never = new Promise<never>(() => undefined);
const later = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(resolve, ms, value));

it('gives the result of work that ends', async () => {
  await expect(untilLost({ lost: never }, Promise.resolve(3))).resolves.toBe(3);
});

it('ends work that hangs on a lost device', async () => {
  const ended = untilLost({ lost: later(10, 'gone') }, never);
  await expect(ended).rejects.toThrow(DeviceLost);
  await expect(ended).rejects.toThrow(/GPU device was lost.*gone/);
});

it('names the loss where an error that came of it was faster', async () => {
  const obscure = Promise.reject(new Error('mapAsync: external Instance reference'));
  await expect(untilLost({ lost: later(50, '') }, obscure)).rejects.toThrow(DeviceLost);
});

it('passes on an error that has nothing to do with a loss', async () => {
  await expect(untilLost({ lost: never }, Promise.reject(new Error('out of memory')))).rejects.toThrow(
    'out of memory',
  );
});
