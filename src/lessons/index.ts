/** @file All lessons: those on the articles, in the order in which they build on each other, and those on published claims. */
import { attention } from './claims/attention';
import { cka } from './claims/cka';
import { early } from './claims/early';
import { loradrop } from './claims/loradrop';
import { rslora } from './claims/rslora';
import { tenfold } from './claims/tenfold';
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

/** The questions of the articles, and more. */
export const QUESTIONS: readonly Lesson[] = [
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

/** What others have published on where and how to fine-tune, to be held against this model and these data. */
export const CLAIMS: readonly Lesson[] = [attention, tenfold, cka, loradrop, rslora, early];

export const LESSONS: readonly Lesson[] = [...QUESTIONS, ...CLAIMS];

export function lessonById(id: string | null): Lesson | null {
  return LESSONS.find((lesson) => lesson.id === id) ?? null;
}
