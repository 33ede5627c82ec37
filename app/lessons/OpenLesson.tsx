/** @file The open lesson's part of the page. */
import { lessonById } from '../../src/lessons';
import { useLab } from '../store/lab';
import { loadable } from '../ui/loadable';

export const LessonPanel = loadable('The lesson', () => import('./LessonPanel'));

export function OpenLesson() {
  const lesson = lessonById(useLab((lab) => lab.lesson));
  return lesson && <LessonPanel key={lesson.id} lesson={lesson} />;
}
