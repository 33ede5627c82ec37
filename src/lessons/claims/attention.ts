/** @file Lesson: adapters on attention alone, on the feed-forward part alone, and on both. */
import { DEFAULT_LAYERS } from '../../experiment/defaults';
import { embeddedExperiment, lora, presetModules } from '../../experiment/presets';
import type { Lesson } from '../lesson';
import { asGood, better, claimTask } from './expectation';

const ATTENTION = presetModules('attention', DEFAULT_LAYERS);
const FEED_FORWARD = presetModules('feedForward', DEFAULT_LAYERS);
const NAMES = {
  all: 'all r=8',
  feedForward: 'feed-forward r=8',
  attention: 'attention r=8',
  /**
   * Four modules of d x d have 8 d numbers for each rank, two of d x 4 d have 10 d: with r=10 attention trains exactly as
   * many as the feed-forward part with r=8.
   */
  attentionOfEqualSize: 'attention r=10',
};

/** "LoRA Without Regret": attention alone is behind at equal size, and adds nothing to the feed-forward part. */
export const FEED_FORWARD_COUNTS = [
  better(NAMES.feedForward, NAMES.attentionOfEqualSize),
  better(NAMES.all, NAMES.attention),
  asGood(NAMES.feedForward, NAMES.all),
];
/** What a study of r=8 found instead. */
export const ATTENTION_SUFFICES = [asGood(NAMES.attention, NAMES.all)];

export const attention: Lesson = {
  id: 'attention',
  title: 'All modules or attention alone',
  question: 'Are adapters on attention alone enough?',
  task: claimTask({
    prompt: 'At r=8, does attention alone do as well as all modules?',
    yes: 'yes, or nearly so',
    no: 'no, all are better',
    expectations: ATTENTION_SUFFICES,
  }),
  experiment: embeddedExperiment([
    lora(NAMES.all, presetModules('all', DEFAULT_LAYERS)),
    lora(NAMES.feedForward, FEED_FORWARD),
    lora(NAMES.attention, ATTENTION),
    lora(NAMES.attentionOfEqualSize, ATTENTION, 10),
  ]),
  panels: ['choices', 'lineUp', 'curves', 'differences'],
  published: null,
};
