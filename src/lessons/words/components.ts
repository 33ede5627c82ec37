/** @file What the lesson “One component alone” says before and after its run. */
import type { LessonWords } from './lessonWords';

export const components: LessonWords = {
  text: [
    'Attention compares queries with keys to decide where each word looks, and gathers values from there; the attention output mixes what the heads found. Then the feed-forward part widens every word’s vector fourfold (up) and narrows it again (down).',
    'Query and key only steer where the model looks. Value and output change what is carried. Up and down change what is made of it, and for the same r their adapters are two and a half times as large: r × (768 + 3,072) numbers in roberta-base against r × (768 + 768). The article says four times, but only one of the two sides is four times as wide.',
  ],
  conclusion: [
    'Published, with roberta-base: seven runs each show down and up above value, query and key, up above attention output too, attention output above query and key, and value above key. Down and up, and neighbours below them, are not told apart. So changing what is carried seems worth more than changing where to look. This does not tell whether up and down lead by what they do or by their larger adapters.',
    'The embedded model agrees about down and up: when the lab measured it, five seeds each, they reached 89.7 and 88.5 %, and were better than each of the other four. Value had 84.9 %, key 83.8 %, attention output 82.7 % and query 81.3 %; of these, value and key were better than query, and the rest is open.',
    'Look at the verdicts before you name a winner. If your order differs, ask first whether the pair was decided at all, then whether a model a twelfth as wide could differ.',
  ],
};
