import { expect, it } from 'vitest';
import { createWakeLock, type WakeLockHost } from './wakeLock';

function fakeHost({ refuses = false } = {}) {
  const listeners: (() => void)[] = [];
  const state = { visible: true, held: 0, asked: 0 };
  const host: WakeLockHost = {
    wakeLock: {
      request() {
        state.asked++;
        if (refuses) return Promise.reject(new Error('low battery'));
        state.held++;
        return Promise.resolve({
          release() {
            state.held--;
            return Promise.resolve();
          },
        });
      },
    },
    isVisible: () => state.visible,
    onVisibilityChange: (listener) => listeners.push(listener),
  };
  const see = (visible: boolean): void => {
    state.visible = visible;
    for (const listener of listeners) listener();
  };
  return { host, state, see };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

it('holds one lock while it is wanted, and gives it back', async () => {
  const { host, state } = fakeHost();
  const keep = createWakeLock(host);
  for (const wanted of [true, true]) keep(wanted);
  await settled();
  expect(state).toMatchObject({ held: 1, asked: 1 });
  keep(false);
  await settled();
  expect(state.held).toBe(0);
});

it('asks again when the page is seen again, and not while it is hidden', async () => {
  const { host, state, see } = fakeHost();
  const keep = createWakeLock(host);
  keep(true);
  see(false);
  await settled();
  expect(state).toMatchObject({ held: 0, asked: 1 });
  see(true);
  await settled();
  expect(state).toMatchObject({ held: 1, asked: 2 });
  keep(false);
  see(false);
  see(true);
  await settled();
  expect(state).toMatchObject({ held: 0, asked: 2 });
});

it('is silent where the browser refuses, or has no such thing', async () => {
  const { host, state } = fakeHost({ refuses: true });
  const keep = createWakeLock(host);
  keep(true);
  keep(false);
  await settled();
  expect(state.asked).toBe(1);
  createWakeLock({ isVisible: () => true, onVisibilityChange: () => undefined })(true);
});
