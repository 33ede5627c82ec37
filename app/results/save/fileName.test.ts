import { expect, it } from 'vitest';
import { fileName } from './fileName';

const DATE = new Date('2026-11-24T23:59:00Z');

it('says what, of which model, and when', () => {
  expect(fileName('accuracy', 'roberta-mini', DATE, 'svg')).toBe(
    'lora-lab-accuracy-roberta-mini-2026-11-24.svg',
  );
});

it('holds nothing that a file system minds', () => {
  expect(fileName('trials', 'FacebookAI/roberta-base@main', DATE, 'csv')).toBe(
    'lora-lab-trials-FacebookAI-roberta-base-main-2026-11-24.csv',
  );
  expect(fileName('trials', 'local:my-model', DATE, 'csv')).toBe(
    'lora-lab-trials-local-my-model-2026-11-24.csv',
  );
});
