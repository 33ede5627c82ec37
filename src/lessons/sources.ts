/** @file Where what the lab shows was first told: the articles that its lessons follow, and the paper on LoRA. */

export interface Source {
  readonly title: string;
  readonly author: string;
  readonly url: string;
}

/** The second article of the series, whose experiments and figures the lessons have. */
export const ARTICLE: Source = {
  title: 'A Winding Road to Parameter Efficiency',
  author: 'Mariano Kamp',
  url: 'https://towardsdatascience.com/a-winding-road-to-parameter-efficiency-12448e64524d/',
};

/** The first article of the series, which says what LoRA is and why it works. */
export const FIRST_ARTICLE: Source = {
  title: 'Dive Into LoRA Adapters',
  author: 'Mariano Kamp',
  url: 'https://towardsdatascience.com/dive-into-lora-adapters-38f4da488ede/',
};

export const LORA_PAPER: Source = {
  title: 'LoRA: Low-Rank Adaptation of Large Language Models',
  author: 'Edward Hu and others',
  url: 'https://arxiv.org/abs/2106.09685',
};
