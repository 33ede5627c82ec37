/** @file What the recorded runs answer to the lessons' questions. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LESSONS } from '../../src/lessons';
import { resultOf } from '../../src/lessons/prediction';
import { recordedPath, UNRECORDED } from '../../src/lessons/recorded';
import { parseResults } from '../../src/results/resultsFile';
import { recordedOutcomes } from './recordedOutcomes';

const PUBLIC = new URL('../../public/', import.meta.url);
const outcomesOfRun = (id: string) =>
  recordedOutcomes(parseResults(readFileSync(new URL(recordedPath(id), PUBLIC), 'utf8')), 1);

const RECORDED = LESSONS.filter(({ id }) => !UNRECORDED.has(id));

it.each(RECORDED.map((lesson) => [lesson.id, lesson] as const))('%s: an answer is there', (id, { task }) => {
  expect(resultOf(task, outcomesOfRun(id))).not.toBeNull();
});

it('twenty seeds of the layers decide what the lesson’s conclusion says', () => {
  const { standing, isSlight } = outcomesOfRun('layers');
  for (const other of ['lower', 'even', 'all']) expect(standing(other, 'upper')).toBe('better');
  expect(standing('lower', 'all') === 'a wash' || isSlight('all', 'lower')).toBe(true);
});
