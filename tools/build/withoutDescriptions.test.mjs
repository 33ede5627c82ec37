/** @file Tests of what is left of schemas in the build. */
import { expect, test } from 'vitest';
import { undescribed } from './withoutDescriptions.mjs';

const IMPORT = "import { about } from '../base/schema';\n";

test('the schema alone is left, with those inside it', () => {
  const code = `${IMPORT}export const a = v.object({ b: about(v.array(about(count, 'one', 'rows')), 'all'), c: about(time) });\n`;
  expect(undescribed(code, 'a.ts')).toBe(
    `${IMPORT}export const a = v.object({ b: (v.array((count))), c: about(time) });\n`,
  );
});

test('another function of that name, and a method, stay', () => {
  const other = "import { about } from './words';\nexport const a = about(1, 'x');\n";
  expect(undescribed(other, 'a.ts')).toBe(other);
  const method = `${IMPORT}export const a = b.about(1, 'x');\n`;
  expect(undescribed(method, 'a.ts')).toBe(method);
});
