/** @file What the page says of each kind of score: its name, and one line that says what it means. */
import type { ScoreKind } from '../../src/scores/scoreRequest';

export interface ScoreWords {
  readonly label: string;
  /** One plain line. */
  readonly hint: string;
}

export const SCORE_WORDS: Readonly<Record<ScoreKind, ScoreWords>> = {
  gradient: {
    label: 'gradient',
    hint: 'How strongly the loss pulls at each module before training.',
  },
  plop: {
    label: 'PLoP',
    hint: 'How well the sentences fit each module’s pretrained matrix, before training.',
  },
  adalora: {
    label: 'AdaLoRA',
    hint: 'How much the loss feels each module’s adapter while adapters on all modules train.',
  },
  loradrop: {
    label: 'LoRA-drop',
    hint: 'How much of what all trained adapters put out comes from each module’s.',
  },
  knockout: {
    label: 'knock-out',
    hint: 'How much worse the trained scenario becomes without each module’s adapter.',
  },
};
