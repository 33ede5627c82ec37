/** @file Lesson: value, query, key or attention output, each together with up. */
import type { Component } from '../architecture/modules';
import { COMPONENT_NAMES } from '../experiment/formatModules';
import { embeddedExperiment, everyLayer, lora } from '../experiment/presets';
import { componentFigures } from './figures';
import type { Lesson } from './lesson';
import { bestOf } from './outcomes';

const PARTNERS: readonly Component[] = ['value', 'query', 'key', 'attentionOutput'];
const nameOf = (component: Component): string => `${COMPONENT_NAMES[component]}+up`;
const NAMES = PARTNERS.map(nameOf);

export const partners: Lesson = {
  id: 'partners',
  title: 'A partner for up',
  question: 'Up does well alone: which component of attention is the best to add?',
  task: {
    kind: 'choice',
    prompt: 'Which pair ends highest?',
    options: NAMES.map((name) => ({ value: name, label: name })),
    scenarios: NAMES,
    decide: (outcomes) => bestOf(outcomes, NAMES),
  },
  experiment: embeddedExperiment([
    lora('up', everyLayer('up')),
    ...PARTNERS.map((component) => lora(nameOf(component), everyLayer(component, 'up'))),
  ]),
  panels: ['choices', 'lineUp', 'curves', 'differences'],
  published: {
    figures: Object.fromEntries(['up', ...NAMES].map((name) => [name, componentFigures(name)])),
    note: 'Same r=8 and all twelve layers.',
  },
};
