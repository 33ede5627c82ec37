/** @file Lesson: adapters on one of the six components alone, in every layer. */
import { COMPONENTS } from '../architecture/modules';
import { COMPONENT_NAMES } from '../experiment/formatModules';
import { embeddedExperiment, everyLayer, lora } from '../experiment/presets';
import { componentFigures } from './figures';
import type { Lesson } from './lesson';

const NAMES = COMPONENTS.map((component) => COMPONENT_NAMES[component]);

export const components: Lesson = {
  id: 'components',
  title: 'One component alone',
  question: 'With adapters on one of the six linear layers of every layer: which one learns the most?',
  task: {
    kind: 'ranking',
    prompt: 'Order the six components by accuracy, best first.',
    scenarios: NAMES,
  },
  experiment: embeddedExperiment(
    COMPONENTS.map((component) => lora(COMPONENT_NAMES[component], everyLayer(component))),
  ),
  panels: ['choices', 'lineUp', 'curves', 'differences'],
  published: {
    figures: Object.fromEntries(NAMES.map((name) => [name, componentFigures(name)])),
    note: 'Same r=8 and all twelve layers.',
  },
};
