/** @file Lesson: three layers at the bottom or at the top, at about equal memory. */
import { moduleSet } from '../../architecture/modules';
import { DEFAULT_LAYERS } from '../../experiment/defaults';
import { embeddedExperiment, lora, presetModules, type Uncolored } from '../../experiment/presets';
import type { Lesson } from '../lesson';
import { bestOf } from '../outcomes';
import { asGood, better } from './expectation';

/** A quarter of the layers. */
const LAYERS = 3;
/**
 * The lower layer whose down has the largest gradient score of the lower half, by the sentences and seeds of
 * tools/parity/fixtures/scores/roberta-mini.json.
 */
export const LEADING = 5;
const NAMES = {
  all: 'all layers, checkpointing',
  late: 'layers 10–12',
  early: 'layers 1–3, checkpointing',
  one: `down of layer ${LEADING}, checkpointing`,
};

/** The backward pass ends at the lowest adapter; checkpointing makes up for what lies above it. */
const checkpointed = (scenario: Uncolored): Uncolored => ({ ...scenario, checkpointing: true });

/** The last layers are those that matter to a task. */
export const LATE_LAYERS = [better(NAMES.late, NAMES.early)];
/** One early module does as well as all. */
export const ONE_EARLY_MODULE = [asGood(NAMES.one, NAMES.all)];

export const early: Lesson = {
  id: 'early',
  title: 'Early or late, at equal memory',
  question: 'With memory for only a quarter of the layers: the first or the last?',
  task: {
    kind: 'choice',
    prompt: 'Which three layers end higher?',
    options: [
      { value: NAMES.late, label: 'the last three' },
      { value: NAMES.early, label: 'the first three' },
    ],
    scenarios: [NAMES.late, NAMES.early],
    decide: (outcomes) => bestOf(outcomes, [NAMES.late, NAMES.early]),
  },
  experiment: embeddedExperiment([
    checkpointed(lora(NAMES.all, presetModules('all', DEFAULT_LAYERS))),
    lora(
      NAMES.late,
      moduleSet(DEFAULT_LAYERS, (layer) => layer > DEFAULT_LAYERS - LAYERS),
    ),
    checkpointed(
      lora(
        NAMES.early,
        moduleSet(DEFAULT_LAYERS, (layer) => layer <= LAYERS),
      ),
    ),
    checkpointed(
      lora(
        NAMES.one,
        moduleSet(DEFAULT_LAYERS, (layer, component) => layer === LEADING && component === 'down'),
      ),
    ),
  ]),
  panels: ['choices', 'lineUp', 'curves', 'differences'],
  published: null,
};
