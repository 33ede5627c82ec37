/** @file Lesson: ranks 4, 16 and 64, with alpha divided by r and by its root. */
import { DEFAULT_LAYERS } from '../../experiment/defaults';
import { embeddedExperiment, lora, presetModules, type Uncolored } from '../../experiment/presets';
import type { Lesson } from '../lesson';
import { asGood, better, claimTask } from './expectation';

const ALL = presetModules('all', DEFAULT_LAYERS);
const SMALL = 4;
const NAMES = { small: 'r=4', lora: 'LoRA r=64', rsLora: 'rsLoRA r=64' };

/** With alpha 4, or its root, both scale the adapters of r=4 by 1: there they are the same. */
const plain = (name: string, rank: number): Uncolored => ({ ...lora(name, ALL, rank), alpha: SMALL });
const stabilized = (name: string, rank: number): Uncolored => ({
  ...lora(name, ALL, rank),
  ...{ alpha: Math.sqrt(SMALL), rsLora: true },
});

/** Divided by r, a large rank learns no more than a small one. */
export const RANK_IS_LOST = [asGood(NAMES.small, NAMES.lora)];
/** Divided by the root, it learns more. */
export const RANK_PAYS = [better(NAMES.rsLora, NAMES.lora), better(NAMES.rsLora, NAMES.small)];

export const rslora: Lesson = {
  id: 'rslora',
  title: 'A large rank, scaled by its root',
  question: 'Does a large rank pay as soon as α is divided by √r instead of r?',
  task: claimTask({
    prompt: 'Does r=64 with rsLoRA end above both r=4 and r=64 without it?',
    yes: 'yes, above both',
    no: 'no, not above both',
    expectations: RANK_PAYS,
  }),
  experiment: embeddedExperiment([
    plain(NAMES.small, SMALL),
    plain('LoRA r=16', 16),
    plain(NAMES.lora, 64),
    stabilized('rsLoRA r=16', 16),
    stabilized(NAMES.rsLora, 64),
  ]),
  panels: ['lineUp', 'curves', 'byRank', 'differences'],
  published: null,
};
