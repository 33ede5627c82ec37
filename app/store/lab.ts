/** @file The page's store: one zustand store of small slices. Effects subscribe to the part of it that they follow. */
import { create } from 'zustand';
import { subscribeWithSelector } from 'zustand/middleware';
import { createAdapterSlice, type AdapterSlice } from './sources/adapterSlice';
import { createCheckpointsSlice, type CheckpointsSlice } from './results/checkpointsSlice';
import { createDataNotesSlice, type DataNotesSlice } from './sources/dataNotesSlice';
import { createKeptDataSlice, type KeptDataSlice } from './sources/keptDataSlice';
import { createDataSlice, type DataSlice } from './sources/dataSlice';
import { createOtherTabSlice, type OtherTabSlice } from './run/otherTabSlice';
import { createEnvironmentSlice, type EnvironmentSlice } from './sources/environmentSlice';
import { createExperimentSlice, type ExperimentSlice } from './experiment/experimentSlice';
import { createEstimateSlice, type EstimateSlice } from './estimateSlice';
import { createFinalTestSlice, type FinalTestSlice } from './results/finalTestSlice';
import { createLessonSlice, type LessonSlice } from './experiment/lessonSlice';
import { createLibrarySlice, type LibrarySlice } from './results/librarySlice';
import { createModelSlice, type ModelSlice } from './sources/modelSlice';
import { createNoticesSlice, type NoticesSlice } from './experiment/noticesSlice';
import { createOlderTrialsSlice, type OlderTrialsSlice } from './results/olderTrialsSlice';
import { createScreenSlice, type ScreenSlice } from './experiment/screenSlice';
import { createPowerSlice, type PowerSlice } from './run/powerSlice';
import { createRaceSlice, type RaceSlice } from './run/raceSlice';
import { createRecordedSlice, type RecordedSlice } from './results/recordedSlice';
import { createRecordsSlice, type RecordsSlice } from './results/recordsSlice';
import { createRunSlice, type RunSlice } from './run/runSlice';
import { createScoresSlice, type ScoresSlice } from './results/scoresSlice';
import { createSetAsideSlice, type SetAsideSlice } from './results/setAsideSlice';
import { createSourcesSlice, type SourcesSlice } from './sources/sourcesSlice';
import { createTrainedSlice, type TrainedSlice } from './results/trainedSlice';
import { createSpeedSlice, type SpeedSlice } from './timing/speedSlice';
import { createViewSlice, keepViewInStep, type ViewSlice } from './viewSlice';
import { createAnatomySlice, type AnatomySlice } from './anatomySlice';
import { createWorkshopSlice, type WorkshopSlice } from './experiment/workshopSlice';

export type Lab = ExperimentSlice &
  AdapterSlice &
  AnatomySlice &
  CheckpointsSlice &
  DataNotesSlice &
  DataSlice &
  KeptDataSlice &
  OtherTabSlice &
  EnvironmentSlice &
  EstimateSlice &
  FinalTestSlice &
  LessonSlice &
  LibrarySlice &
  ModelSlice &
  NoticesSlice &
  OlderTrialsSlice &
  ScreenSlice &
  PowerSlice &
  RaceSlice &
  RecordedSlice &
  RecordsSlice &
  RunSlice &
  ScoresSlice &
  SetAsideSlice &
  SourcesSlice &
  TrainedSlice &
  SpeedSlice &
  ViewSlice &
  WorkshopSlice;

export const useLab = create<Lab>()(
  subscribeWithSelector((...tools) => ({
    ...createExperimentSlice(...tools),
    ...createAdapterSlice(...tools),
    ...createAnatomySlice(...tools),
    ...createCheckpointsSlice(...tools),
    ...createDataNotesSlice(...tools),
    ...createDataSlice(...tools),
    ...createKeptDataSlice(...tools),
    ...createOtherTabSlice(...tools),
    ...createEnvironmentSlice(...tools),
    ...createEstimateSlice(...tools),
    ...createFinalTestSlice(...tools),
    ...createLessonSlice(...tools),
    ...createLibrarySlice(...tools),
    ...createModelSlice(...tools),
    ...createNoticesSlice(...tools),
    ...createOlderTrialsSlice(...tools),
    ...createScreenSlice(...tools),
    ...createPowerSlice(...tools),
    ...createRaceSlice(...tools),
    ...createRecordedSlice(...tools),
    ...createRecordsSlice(...tools),
    ...createRunSlice(...tools),
    ...createScoresSlice(...tools),
    ...createSetAsideSlice(...tools),
    ...createSourcesSlice(...tools),
    ...createTrainedSlice(...tools),
    ...createSpeedSlice(...tools),
    ...createViewSlice(...tools),
    ...createWorkshopSlice(...tools),
  })),
);

keepViewInStep(useLab);
