/** @file Whether a media query holds, as the window is now. */
import { useCallback, useSyncExternalStore } from 'react';

/** As in app/styles/layout.css: the evidence stands below the experiment, not beside it. */
export const ONE_COLUMN = '(max-width: 1000px)';

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (told: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', told);
      return () => list.removeEventListener('change', told);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
