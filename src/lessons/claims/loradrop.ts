/** @file Lesson: adapters kept in the half of the layers where they put out most. */
import { moduleSet, type ModuleSet } from '../../architecture/modules';
import { DEFAULT_LAYERS } from '../../experiment/defaults';
import { embeddedExperiment, lora, presetModules } from '../../experiment/presets';
import type { Lesson } from '../lesson';
import { asGood, better, claimTask } from './expectation';

/**
 * The half of the layers with the largest shares of output, by the score LoRA-drop of a trial of all modules with r=8, 150
 * steps of batch 8 and seed 101, which is none of the lesson's own: layer 12 has 0.17, layers 1 to 5 have 0.08 to 0.10 each, and
 * the others 0.05 to 0.07.
 */
export const KEPT: readonly number[] = [1, 2, 3, 4, 5, 12];

const NAMES = { all: 'all layers', kept: 'kept half', dropped: 'dropped half', even: 'every second layer' };
const ofLayers = (layers: readonly number[]): ModuleSet =>
  moduleSet(DEFAULT_LAYERS, (layer) => layers.includes(layer));
const DROPPED = Array.from({ length: DEFAULT_LAYERS }, (_, i) => i + 1).filter(
  (layer) => !KEPT.includes(layer),
);

/** The kept half does as well as all, and better than what was dropped. */
export const HALF_DROPPED = [asGood(NAMES.kept, NAMES.all), better(NAMES.kept, NAMES.dropped)];

export const loradrop: Lesson = {
  id: 'loradrop',
  title: 'Half of the adapters dropped',
  question: 'Can half of the adapters go, if those stay that put out most?',
  task: claimTask({
    prompt: 'Does the kept half do as well as all layers?',
    yes: 'yes, or nearly so',
    no: 'no, all are better',
    expectations: [asGood(NAMES.kept, NAMES.all)],
  }),
  experiment: embeddedExperiment([
    lora(NAMES.all, presetModules('all', DEFAULT_LAYERS)),
    lora(NAMES.kept, ofLayers(KEPT)),
    lora(NAMES.dropped, ofLayers(DROPPED)),
    lora(NAMES.even, presetModules('even', DEFAULT_LAYERS)),
  ]),
  panels: ['choices', 'lineUp', 'curves', 'differences'],
  published: null,
};
