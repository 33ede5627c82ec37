/** @file Has the browser ask before the page is left while finished trials are on it alone. */
import { useLab } from '../lab';

export function startAskingBeforeLeaving(): void {
  addEventListener('beforeunload', (event) => {
    // Browsers ask in words of their own, and only somebody who has touched the page.
    if (useLab.getState().hasUnstored()) event.preventDefault();
  });
}
