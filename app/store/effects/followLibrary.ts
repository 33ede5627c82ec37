/** @file Shows what other tabs do to the library. */
import { useLab } from '../lab';
import { hearOtherTabs } from '../storage/libraryTabs';

export function startFollowingLibrary(): void {
  hearOtherTabs(() => {
    const { library, loadLibrary, countLibrary } = useLab.getState();
    void (library === null ? countLibrary() : loadLibrary());
  });
}
