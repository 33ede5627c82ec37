/** @file Lesson: value, query, key or attention output, each together with up. */
import type { Component } from '../architecture/modules';
import { COMPONENT_NAMES } from '../experiment/formatModules';
import { embeddedExperiment, everyLayer, lora } from '../experiment/presets';
import { componentFigures } from './figures';
import type { Lesson } from './lesson';
import { leaders } from './outcomes';

const PARTNERS: readonly Component[] = ['value', 'query', 'key', 'attentionOutput'];
const nameOf = (component: Component): string => `${COMPONENT_NAMES[component]}+up`;
const NAMES = PARTNERS.map(nameOf);

export const partners: Lesson = {
  id: 'partners',
  title: 'A partner for up',
  question: 'Up does well alone: which component of attention is the best to add?',
  text: [
    'Alone, the components of attention came out behind the feed-forward ones. That does not settle what each adds once up is adapted: two modules may learn the same thing, or things that complete each other.',
    'Here up has adapters of r=8 in every layer, alone or together with value, query, key or attention output. The four pairs train equally many parameters, so that the partner alone makes the difference.',
  ],
  task: {
    kind: 'choice',
    prompt: 'Which pair ends highest?',
    options: NAMES.map((name) => ({ value: name, label: name })),
    scenarios: NAMES,
    decide: (outcomes) => leaders(outcomes, NAMES),
  },
  experiment: embeddedExperiment([
    lora('up', everyLayer('up')),
    ...PARTNERS.map((component) => lora(nameOf(component), everyLayer(component, 'up'))),
  ]),
  published: {
    figures: Object.fromEntries(['up', ...NAMES].map((name) => [name, componentFigures(name)])),
    note: 'Same r=8 and all twelve layers.',
  },
  conclusion: [
    'Published, with roberta-base: value+up is ahead, at 94.8 %, and not below all six components together, with little more than half of their trainable parameters. Query and key, last when alone, are close behind as partners.',
    'In the embedded model nothing is decided: when the lab measured it, three seeds each, up alone reached 88.1 %, and the pairs 88.4 % (query), 88.6 % (value, attention output) and 89.0 % (key).',
    'Every pair beats up alone in the published runs. Which pair is best is hardly decided: the four lie within a third of a point, as much as one seed does. For a choice among them, the lowest adapter and the cost matter more than the winner’s name.',
  ],
};
