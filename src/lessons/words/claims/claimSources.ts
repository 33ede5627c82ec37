/** @file Where the claims were published that lessons hold against this model and these data. */
import type { Source } from '../../sources';

export const WITHOUT_REGRET: Source = {
  title: 'LoRA Without Regret',
  author: 'John Schulman and Thinking Machines Lab, 2025',
  url: 'https://thinkingmachines.ai/blog/lora/',
};

export const ATTENTION_STUDY: Source = {
  title: 'Is Attention Enough? A LoRA Target-Module Study on Qwen3-8B Math SFT',
  author: 'sumitdotml, 2026',
  url: 'https://site-c66.pages.dev/research/lora-and-friends/',
};

export const CKA_PAPER: Source = {
  title: 'Layer-wise LoRA fine-tuning: a similarity metric approach',
  author: 'Keith Ando Ogawa and others, 2026',
  url: 'https://arxiv.org/abs/2602.05988',
};

export const CKA_SCRIPTS: Source = {
  title: 'c2d-usp/Layer-wise-LoRA-with-CKA',
  author: 'the paper’s scripts',
  url: 'https://github.com/c2d-usp/Layer-wise-LoRA-with-CKA',
};

export const LORA_DROP: Source = {
  title: 'LoRA-drop: Efficient LoRA Parameter Pruning based on Output Evaluation',
  author: 'Hongyun Zhou and others, 2024',
  url: 'https://arxiv.org/abs/2402.07721',
};

export const RSLORA: Source = {
  title: 'A Rank Stabilization Scaling Factor for Fine-Tuning with LoRA',
  author: 'Damjan Kalajdzievski, 2023',
  url: 'https://arxiv.org/abs/2312.03732',
};

export const ELSA: Source = {
  title: 'What Would Elsa Do? Freezing Layers During Transformer Fine-Tuning',
  author: 'Jaejun Lee, Raphael Tang and Jimmy Lin, 2019',
  url: 'https://arxiv.org/abs/1911.03090',
};

export const DOMINANT_MODULE: Source = {
  title: 'Rethinking Adapter Placement: A Dominant Adaptation Module Perspective',
  author: 'Suoxin Zhang and others, 2026',
  url: 'https://arxiv.org/abs/2605.06183',
};
