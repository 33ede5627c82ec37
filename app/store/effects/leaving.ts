/** @file Lets the browser ask before the page is left while it alone has some finished trial. */
import { useLab } from '../lab';

export function startAskingBeforeLeaving(): void {
  addEventListener('beforeunload', (event) => {
    // Browsers ask in their own words, and only a person who has interacted with the page.
    if (useLab.getState().hasUnstored()) event.preventDefault();
  });
}
