/** @file What each kind of score measures, with its limit, and where it is from: for the panel, which is loaded later. */
import type { ScoreKind } from '../../src/scores/scoreRequest';

export interface ScoreMeaning {
  /** What is measured, as a sentence, and its limit. */
  readonly text: string;
  readonly source: { readonly name: string; readonly address: string } | null;
}

export const SCORE_MEANINGS: Readonly<Record<ScoreKind, ScoreMeaning>> = {
  gradient: {
    text: 'Before training: the mean squared gradient of each adapter’s B, at B = 0. It knows of the first step alone.',
    source: { name: 'projected adapter gradient energy', address: 'https://arxiv.org/abs/2605.06183' },
  },
  plop: {
    text: 'Before training: how much longer a module makes its tokens than it makes random vectors, the normalized feature norm. It knows nothing of labels; its authors adapt where it is smallest.',
    source: { name: 'PLoP', address: 'https://arxiv.org/abs/2506.20629' },
  },
  adalora: {
    text: 'During training: |weight × gradient| of each adapter’s elements, smoothed over the steps, times how much it wavers; the mean over A plus the mean over B, PEFT’s combination without E, which plain LoRA does not have. The last steps count most, and what wavers counts as important.',
    source: { name: 'AdaLoRA', address: 'https://arxiv.org/abs/2303.10512' },
  },
  loradrop: {
    text: 'After training: each adapter’s share of the squared length of what all of them put out. A large output need not be a needed one.',
    source: { name: 'LoRA-drop', address: 'https://arxiv.org/abs/2402.07721' },
  },
  knockout: {
    text: 'After training: by how much the validation loss grows when one module’s adapter is switched off, with nothing trained again. It shows what the trained rest relies on, and not what the rest could have learned alone.',
    source: null,
  },
};
