/** @file Recorded runs: results files that ship with the lab, one for each lesson and one for the opening experiment. */
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import type { Experiment } from '../experiment/experiment';
import { LESSONS, lessonById } from './index';

/** The recorded run of the experiment that the page opens with; those of lessons have the lessons' ids. */
export const OPENING = 'opening';

/** Lessons whose run is yet to be recorded; the page asks for none of them. */
export const UNRECORDED: ReadonlySet<string> = new Set();

/** The names of all recorded runs that there are. */
export const recordedNames = (): string[] => [
  OPENING,
  ...LESSONS.flatMap(({ id }) => (UNRECORDED.has(id) ? [] : [id])),
];

/** The experiment of a recorded run, whose file may have more seeds; null for a name that there is none of. */
export function recordedExperiment(name: string): Experiment | null {
  return name === OPENING ? DEFAULT_EXPERIMENT : (lessonById(name)?.experiment ?? null);
}

/** The file's address, relative to the page. */
export const recordedPath = (name: string): string => `recorded/${name}.json`;
