/** @file All lessons, in the order in which they build on each other. */
import { combinations } from './combinations';
import { components } from './components';
import { layers } from './layers';
import type { Lesson } from './lesson';
import { memory } from './memory';
import { methods } from './methods';
import { partners } from './partners';
import { precision } from './precision';
import { rank } from './rank';
import { rate } from './rate';

export const LESSONS: readonly Lesson[] = [
  combinations,
  layers,
  components,
  partners,
  rank,
  rate,
  methods,
  memory,
  precision,
];

export function lessonById(id: string | null): Lesson | null {
  return LESSONS.find((lesson) => lesson.id === id) ?? null;
}
