import { describe, expect, it } from 'vitest';
import { LastMade } from './lastMade';

const never = new AbortController().signal;

/** Something that is made when the test says so. */
function work() {
  const waiting: { resolve: (value: string) => void; reject: (reason: Error) => void }[] = [];
  return {
    make: () => new Promise<string>((resolve, reject) => waiting.push({ resolve, reject })),
    get made() {
      return waiting.length;
    },
    finish: (index: number, value: string) => waiting[index]!.resolve(value),
    fail: (index: number, reason: Error) => waiting[index]!.reject(reason),
  };
}

const turns = () => new Promise((resolve) => setTimeout(resolve));

describe('LastMade', () => {
  it('makes once what is asked for twice, at once or later', async () => {
    const [slot, source] = [new LastMade<string>(), work()];
    const asked = [slot.get(['a'], never, source.make), slot.get(['a'], never, source.make)];
    await turns();
    source.finish(0, 'A');
    expect(await Promise.all(asked)).toEqual(['A', 'A']);
    expect(await slot.get(['a'], never, source.make)).toBe('A');
    expect(source.made).toBe(1);
  });

  it('does not wait for what something else depends on', async () => {
    const [slot, a, b] = [new LastMade<string>(), work(), work()];
    const first = slot.get('a', never, a.make);
    const second = slot.get('b', never, b.make);
    await turns();
    b.finish(0, 'B');
    expect(await second).toBe('B');
    a.finish(0, 'A');
    expect(await first).toBe('A');
    expect(await slot.get('a', never, b.make)).toBe('A');
  });

  it('makes anew for who waits when the first fails', async () => {
    const [slot, source] = [new LastMade<string>(), work()];
    const first = slot.get('a', never, source.make);
    const second = slot.get('a', never, source.make);
    await turns();
    source.fail(0, new Error('offline'));
    await expect(first).rejects.toThrow('offline');
    await turns();
    expect(source.made).toBe(2);
    source.finish(1, 'A');
    expect(await second).toBe('A');
  });

  it('waits no longer for who has given up, even if that work never ends', async () => {
    const [slot, source, controller] = [new LastMade<string>(), work(), new AbortController()];
    void slot.get('a', controller.signal, source.make);
    const second = slot.get('a', never, source.make);
    await turns();
    expect(source.made).toBe(1);
    controller.abort();
    await turns();
    expect(source.made).toBe(2);
    source.finish(1, 'A');
    expect(await second).toBe('A');
    expect(await slot.get('a', never, source.make)).toBe('A');
  });

  it('who gives up while waiting is told at once, and the work goes on', async () => {
    const [slot, source, controller] = [new LastMade<string>(), work(), new AbortController()];
    const first = slot.get('a', never, source.make);
    const second = slot.get('a', controller.signal, source.make);
    await turns();
    controller.abort(new Error('given up'));
    await expect(second).rejects.toThrow('given up');
    source.finish(0, 'A');
    expect(await first).toBe('A');
    expect(source.made).toBe(1);
  });
});
