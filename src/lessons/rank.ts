/** @file Lesson: r from 1 to 32 on all modules. */
import { DEFAULT_LAYERS } from '../experiment/defaults';
import { embeddedExperiment, lora, presetModules } from '../experiment/presets';
import { rankFigures } from './figures';
import type { Lesson } from './lesson';
import { firstAsGood } from './outcomes';

const RANKS = [1, 2, 4, 8, 16, 32];
const nameOf = (r: number): string => `r=${r}`;
const NAMES = RANKS.map(nameOf);

export const rank: Lesson = {
  id: 'rank',
  title: 'How large a rank',
  question: 'Every doubling of r doubles the adapters: when does it stop buying accuracy?',
  task: {
    kind: 'choice',
    prompt: 'Which is the smallest r that does as well as the best?',
    options: NAMES.map((name) => ({ value: name, label: name })),
    scenarios: NAMES,
    decide: (outcomes) => firstAsGood(outcomes, NAMES),
  },
  experiment: embeddedExperiment(RANKS.map((r) => lora(nameOf(r), presetModules('all', DEFAULT_LAYERS), r))),
  panels: ['lineUp', 'byRank', 'curves', 'differences'],
  published: {
    figures: Object.fromEntries(RANKS.map((r) => [nameOf(r), rankFigures(r)])),
    note: 'Same modules; the learning rate was tuned for r=8 and kept.',
  },
};
