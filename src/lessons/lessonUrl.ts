/**
 * @file The page's fragment: an experiment, or a lesson and what its experiment was changed to.
 *
 *     lesson=layers                          the lesson with its experiment
 *     lesson=layers&trials=2&epochs=4        the same, shorter
 *
 * The other parts are those of an experiment's fragment (src/experiment/address/url.ts); where there is a lesson, its
 * experiment stands in for what they leave out.
 */
import type { Experiment } from '../experiment/experiment';
import { decodeExperiment, encodeChanges, encodeExperiment } from '../experiment/address/url';
import { quote } from '../experiment/validate';
import { LESSONS, lessonById } from './index';
import type { Lesson } from './lesson';

const KEY = 'lesson=';

export function encodePage(experiment: Experiment, lesson: Lesson | null): string {
  if (!lesson) return encodeExperiment(experiment);
  const changes = encodeChanges(experiment, lesson.experiment);
  return `${KEY}${lesson.id}${changes === '' ? '' : `&${changes}`}`;
}

/** Never throws. @returns one sentence for each wrong part, also for a lesson that does not exist */
export function decodePage(fragment: string): {
  lesson: Lesson | null;
  experiment: Experiment;
  problems: string[];
} {
  const text = fragment.trim().replace(/^[^#]*#/, '');
  const parts = text.split('&');
  const ids = parts.filter((part) => part.startsWith(KEY)).map((part) => part.slice(KEY.length));
  const problems: string[] = [];
  if (ids.length > 1) problems.push(`lesson: given ${ids.length} times; the first is used`);
  const [id] = ids;
  const lesson = lessonById(id ?? null);
  if (id !== undefined && !lesson)
    problems.push(
      `lesson=${quote(id).slice(1, -1)}: no lesson is called that; ` +
        `the lessons are ${LESSONS.map((each) => each.id).join(', ')}`,
    );
  const rest = parts.filter((part) => !part.startsWith(KEY)).join('&');
  const decoded = decodeExperiment(rest, lesson?.experiment);
  return { lesson, experiment: decoded.experiment, problems: [...problems, ...decoded.problems] };
}
