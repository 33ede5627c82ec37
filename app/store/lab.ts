/** @file The page's store: one zustand store of small slices. */
import { create } from 'zustand';
import { createAdapterSlice, type AdapterSlice } from './adapterSlice';
import { createCheckpointsSlice, type CheckpointsSlice } from './checkpointsSlice';
import { createDataNotesSlice, type DataNotesSlice } from './dataNotesSlice';
import { createDataSlice, type DataSlice } from './dataSlice';
import { createElsewhereSlice, type ElsewhereSlice } from './elsewhereSlice';
import { createEnvironmentSlice, type EnvironmentSlice } from './environmentSlice';
import { createExperimentSlice, type ExperimentSlice } from './experimentSlice';
import { createForeseenSlice, type ForeseenSlice } from './foreseenSlice';
import { createLessonSlice, type LessonSlice } from './lessonSlice';
import { createLibrarySlice, type LibrarySlice } from './librarySlice';
import { createModelSlice, type ModelSlice } from './modelSlice';
import { createNoticesSlice, type NoticesSlice } from './noticesSlice';
import { createOlderSlice, type OlderSlice } from './olderSlice';
import { createPlaceSlice, type PlaceSlice } from './placeSlice';
import { createPowerSlice, type PowerSlice } from './powerSlice';
import { createRecordsSlice, type RecordsSlice } from './recordsSlice';
import { createRunSlice, type RunSlice } from './runSlice';
import { createSetAsideSlice, type SetAsideSlice } from './setAsideSlice';
import { createSourcesSlice, type SourcesSlice } from './sourcesSlice';
import { createTrainedSlice, type TrainedSlice } from './trainedSlice';
import { createSpeedSlice, type SpeedSlice } from './speedSlice';
import { createViewSlice, type ViewSlice } from './viewSlice';
import { createWorkshopSlice, type WorkshopSlice } from './workshopSlice';

export type Lab = ExperimentSlice &
  AdapterSlice &
  CheckpointsSlice &
  DataNotesSlice &
  DataSlice &
  ElsewhereSlice &
  EnvironmentSlice &
  ForeseenSlice &
  LessonSlice &
  LibrarySlice &
  ModelSlice &
  NoticesSlice &
  OlderSlice &
  PlaceSlice &
  PowerSlice &
  RecordsSlice &
  RunSlice &
  SetAsideSlice &
  SourcesSlice &
  TrainedSlice &
  SpeedSlice &
  ViewSlice &
  WorkshopSlice;

export const useLab = create<Lab>()((...tools) => ({
  ...createExperimentSlice(...tools),
  ...createAdapterSlice(...tools),
  ...createCheckpointsSlice(...tools),
  ...createDataNotesSlice(...tools),
  ...createDataSlice(...tools),
  ...createElsewhereSlice(...tools),
  ...createEnvironmentSlice(...tools),
  ...createForeseenSlice(...tools),
  ...createLessonSlice(...tools),
  ...createLibrarySlice(...tools),
  ...createModelSlice(...tools),
  ...createNoticesSlice(...tools),
  ...createOlderSlice(...tools),
  ...createPlaceSlice(...tools),
  ...createPowerSlice(...tools),
  ...createRecordsSlice(...tools),
  ...createRunSlice(...tools),
  ...createSetAsideSlice(...tools),
  ...createSourcesSlice(...tools),
  ...createTrainedSlice(...tools),
  ...createSpeedSlice(...tools),
  ...createViewSlice(...tools),
  ...createWorkshopSlice(...tools),
}));
