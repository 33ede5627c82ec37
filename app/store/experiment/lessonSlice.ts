/** @file The open lesson, what its reader predicted, and whether published figures are laid over the results. */
import type { StateCreator } from 'zustand';
import { LESSONS, lessonById } from '../../../src/lessons';
import { isPrediction, type Prediction } from '../../../src/lessons/prediction';
import { withOwnSeed } from './onDevice';
import { readPreference, writePreference } from '../storage/preferences';
import type { NoticesSlice } from './noticesSlice';
import type { ExperimentSlice } from './experimentSlice';
import type { WorkshopSlice } from './workshopSlice';

export type Predictions = Readonly<Record<string, Prediction>>;

export interface LessonSlice {
  /** Id of the open lesson; null for an experiment of one's own. */
  readonly lesson: string | null;
  /** Predictions by lesson id; kept in the browser. */
  readonly predictions: Predictions;
  readonly overlay: boolean;
  /** Opens a lesson with its experiment, as an edit by the person. */
  readonly openLesson: (id: string) => void;
  /** Closes the lesson; the experiment stays. */
  readonly leaveLesson: () => void;
  /** @param prediction null takes the present one back */
  readonly enterPrediction: (id: string, prediction: Prediction | null) => void;
  readonly setOverlay: (overlay: boolean) => void;
}

const preference = (id: string): string => `prediction.${id}`;

/** The stored predictions that still answer their lesson's question. */
export function storedPredictions(read: (name: string) => string | null): Predictions {
  const known = LESSONS.flatMap(({ id, task }) => {
    const prediction = parsed(read(preference(id)));
    return isPrediction(prediction, task) ? [[id, prediction] as const] : [];
  });
  return Object.fromEntries(known);
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

export const createLessonSlice: StateCreator<
  LessonSlice & NoticesSlice & ExperimentSlice & WorkshopSlice,
  [],
  [],
  LessonSlice
> = (set, get) => ({
  lesson: null,
  predictions: storedPredictions(readPreference),
  overlay: false,

  openLesson(id) {
    const lesson = lessonById(id);
    if (!lesson) return;
    get().setUrlProblems([]);
    get().setUrlRepair(null);
    get().loadExperiment(withOwnSeed(lesson.experiment, get().workshop), 'person', id);
  },

  leaveLesson: () => set({ lesson: null, lastEdit: { key: 'leave-lesson', at: Date.now() } }),

  enterPrediction(id, prediction) {
    writePreference(preference(id), prediction && JSON.stringify(prediction));
    set(({ predictions: { [id]: _, ...others } }) => ({
      predictions: prediction ? { ...others, [id]: prediction } : others,
    }));
  },

  setOverlay: (overlay) => set({ overlay }),
});
