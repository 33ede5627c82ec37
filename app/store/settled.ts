/** @file Waits for the store to come to rest, for programs that ask for something before it is there. */
import { useLab, type Lab } from './lab';

/** Resolves with the store's state as soon as `isSettled` holds for it. */
export function settled(isSettled: (lab: Lab) => boolean): Promise<Lab> {
  const present = useLab.getState();
  if (isSettled(present)) return Promise.resolve(present);
  return new Promise((settle) => {
    const stop = useLab.subscribe((state) => {
      if (!isSettled(state)) return;
      stop();
      settle(state);
    });
  });
}
