/** @file Lesson: adapters in the half of the layers that CKA picks, for this model and as published for RoBERTa. */
import { moduleSet, type ModuleSet } from '../../architecture/modules';
import { DEFAULT_LAYERS } from '../../experiment/defaults';
import { embeddedExperiment, lora, presetModules } from '../../experiment/presets';
import type { Lesson } from '../lesson';
import { asGood, claimTask } from './expectation';

/** The masks of roberta-base in the scripts of c2d-usp/Layer-wise-LoRA-with-CKA, lowest layer first, by task of GLUE. */
export const PUBLISHED_MASKS: Readonly<Record<string, string>> = {
  'SST-2': '000000111111',
  'MNLI and QNLI': '000110110011',
  CoLA: '000110110110',
  MRPC: '010110010011',
  'QQP and STS-B': '010100110011',
  RTE: '011100100011',
};
/** The same rule on the embedded model and its 3,200 training sentences, by tools/claims/cka_layers.py. */
export const OWN_MASK = '011111010000';

const OWN = 'CKA, this model';
const ALL = 'all layers';

const ofMask = (mask: string): ModuleSet => moduleSet(DEFAULT_LAYERS, (layer) => mask[layer - 1] === '1');

/** The half that the method picks does as well as all. */
export const HALF_SUFFICES = [asGood(OWN, ALL)];
/** The masks of another model would do so, too; nobody has claimed that. */
export const MASKS_CARRY_OVER = Object.keys(PUBLISHED_MASKS).map((name) => asGood(name, ALL));

export const cka: Lesson = {
  id: 'cka',
  title: 'Half of the layers, by CKA',
  question: 'Can a measure of similarity say, before any training, which half of the layers to adapt?',
  task: claimTask({
    prompt: 'Does the half that CKA picks for this model do as well as all layers?',
    yes: 'yes, or nearly so',
    no: 'no, all are better',
    expectations: HALF_SUFFICES,
  }),
  experiment: embeddedExperiment([
    lora(ALL, presetModules('all', DEFAULT_LAYERS)),
    lora(OWN, ofMask(OWN_MASK)),
    ...Object.entries(PUBLISHED_MASKS).map(([name, mask]) => lora(name, ofMask(mask))),
  ]),
  panels: ['choices', 'lineUp', 'curves', 'differences'],
  published: null,
};
