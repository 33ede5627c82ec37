/** @file Where on the page the person is: the lab or the library, and the dialog that is open. */
import type { StateCreator } from 'zustand';

/** Dialogs.tsx says what each one is. */
export type DialogName = 'grid' | 'keep' | 'shortcuts' | 'workshop';

export interface PlaceSlice {
  readonly place: 'lab' | 'library';
  readonly dialog: DialogName | null;
  readonly goTo: (place: PlaceSlice['place']) => void;
  readonly openDialog: (dialog: DialogName) => void;
  readonly closeDialog: () => void;
}

export const createPlaceSlice: StateCreator<PlaceSlice, [], [], PlaceSlice> = (set) => ({
  place: 'lab',
  dialog: null,
  goTo: (place) => set({ place }),
  openDialog: (dialog) => set({ dialog }),
  closeDialog: () => set({ dialog: null }),
});
