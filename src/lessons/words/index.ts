/**
 * @file The words of all lessons, by id. They are apart from the lessons so that the page's first script has none of
 * them: a visit opens few lessons.
 */
import { attention } from './claims/attention';
import { cka } from './claims/cka';
import { early } from './claims/early';
import { loradrop } from './claims/loradrop';
import { rslora } from './claims/rslora';
import { tenfold } from './claims/tenfold';
import { combinations } from './combinations';
import { components } from './components';
import { layers } from './layers';
import { memory } from './memory';
import { methods } from './methods';
import { partners } from './partners';
import { precision } from './precision';
import { rank } from './rank';
import { rate } from './rate';
import type { LessonWords } from './lessonWords';

export type { Claim, LessonWords } from './lessonWords';

const WORDS: Readonly<Record<string, LessonWords>> = {
  combinations,
  layers,
  components,
  partners,
  rank,
  rate,
  methods,
  memory,
  precision,
  attention,
  tenfold,
  cka,
  loradrop,
  rslora,
  early,
};

/** @throws Error if no lesson has this id */
export function wordsOf(id: string): LessonWords {
  const words = WORDS[id];
  if (!words) throw new Error(`No lesson is called ${id}.`);
  return words;
}
