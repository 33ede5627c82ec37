/** @file What the anatomy shows: the inspected module, which of its two pictures is in front, and whether it is folded. */
import type { StateCreator } from 'zustand';
import type { ModulePlace } from '../../src/figures/anatomy/moduleFigure';
import { readPreference, writePreference } from './storage/preferences';

export type AnatomyPart = 'module' | 'step';

export interface AnatomySlice {
  /** The module that the person last pointed at; null for none, and then the lowest with an adapter is shown. */
  readonly drawnModule: ModulePlace | null;
  readonly anatomyOpen: boolean;
  /** The picture in front, where there is room for one only. */
  readonly anatomyPart: AnatomyPart;
  readonly drawModule: (place: ModulePlace | null) => void;
  /** Opens or folds it; the browser remembers. */
  readonly foldAnatomy: (open: boolean) => void;
  readonly showAnatomy: (part: AnatomyPart) => void;
}

const PREFERENCE = 'anatomy';

export const createAnatomySlice: StateCreator<AnatomySlice, [], [], AnatomySlice> = (set, get) => ({
  drawnModule: null,
  anatomyOpen: readPreference(PREFERENCE) !== 'folded',
  anatomyPart: 'module',

  drawModule(place) {
    const before = get().drawnModule;
    if (before?.layer !== place?.layer || before?.component !== place?.component) set({ drawnModule: place });
  },

  foldAnatomy(anatomyOpen) {
    writePreference(PREFERENCE, anatomyOpen ? null : 'folded');
    set({ anatomyOpen });
  },

  showAnatomy: (anatomyPart) => set({ anatomyPart, anatomyOpen: true }),
});
