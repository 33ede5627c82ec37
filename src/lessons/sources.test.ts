import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ARTICLE, FIRST_ARTICLE, LORA_PAPER } from './sources';

const read = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');

it('documents have the addresses that the page has', () => {
  for (const { url } of [ARTICLE, FIRST_ARTICLE, LORA_PAPER]) expect(read('README.md')).toContain(`(${url})`);
  expect(read('docs/method.md')).toContain(`(${ARTICLE.url})`);
});
