/** @file Where on the page the person is: the lab or the library, and the dialog that is open. */
import type { StateCreator } from 'zustand';

/** Dialogs.tsx says what each one is. */
export type DialogName =
  'sweep' | 'keep' | 'shortcuts' | 'startOver' | 'workshop' | 'elsewhere' | 'recommend' | 'footing';

export interface ScreenSlice {
  readonly screen: 'lab' | 'library';
  readonly dialog: DialogName | null;
  readonly goTo: (screen: ScreenSlice['screen']) => void;
  readonly openDialog: (dialog: DialogName) => void;
  readonly closeDialog: () => void;
}

export const createScreenSlice: StateCreator<ScreenSlice, [], [], ScreenSlice> = (set) => ({
  screen: 'lab',
  dialog: null,
  goTo: (screen) => set({ screen }),
  openDialog: (dialog) => set({ dialog }),
  closeDialog: () => set({ dialog: null }),
});
