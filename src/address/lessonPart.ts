/**
 * @file Writes and reads an experiment in the address: either by itself, or as a lesson and the changes to its
 * experiment.
 *
 *     lesson=layers                          the lesson with its experiment
 *     lesson=layers&trials=2&epochs=4        the same, shorter
 *
 * The other parts are those of an experiment (src/experiment/address/url.ts); if a lesson is given, its experiment
 * supplies whatever they leave out.
 */
import { clip, behindHash, givenOften } from '../experiment/address/fragment';
import { decodeExperiment, encodeChanges, encodeExperiment } from '../experiment/address/url';
import type { Experiment } from '../experiment/experiment';
import { LESSONS, lessonById } from '../lessons';
import type { Lesson } from '../lessons/lesson';

export const LESSON_KEY = 'lesson';
const LESSON = `${LESSON_KEY}=`;

export function encodeLesson(experiment: Experiment, lesson: Lesson | null): string {
  if (!lesson) return encodeExperiment(experiment);
  const changes = encodeChanges(experiment, lesson.experiment);
  return `${LESSON}${lesson.id}${changes === '' ? '' : `&${changes}`}`;
}

/** Never throws. @returns one sentence for each wrong part, including a lesson that does not exist */
export function decodeLesson(fragment: string): {
  lesson: Lesson | null;
  experiment: Experiment;
  problems: string[];
} {
  const parts = behindHash(fragment).split('&');
  const [id, ...more] = parts.flatMap((part) => (part.startsWith(LESSON) ? [part.slice(LESSON.length)] : []));
  const problems: string[] = [];
  if (more.length > 0) problems.push(givenOften(LESSON_KEY, more.length + 1));
  const lesson = lessonById(id ?? null);
  if (id !== undefined && !lesson)
    problems.push(
      `${LESSON}${clip(id)}: no lesson is called that; the lessons are ${LESSONS.map((each) => each.id).join(', ')}`,
    );
  const rest = parts.filter((part) => !part.startsWith(LESSON)).join('&');
  const decoded = decodeExperiment(rest, lesson?.experiment);
  return { lesson, experiment: decoded.experiment, problems: [...problems, ...decoded.problems] };
}
