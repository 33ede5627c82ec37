/** @file Each rule of the project refuses code that is planted for it, and code that is right passes. */
import { beforeAll, describe, expect, it } from 'vitest';
import { findings } from './findings.testing.mjs';
import { ACCESSIBLE_PLANTED, showing } from './planted/accessible.mjs';
import { LANGUAGE_PLANTED, SCRIPT_PLANTED, UNREADABLE_PLANTED } from './planted/language.mjs';
import { REACT_PLANTED } from './planted/react.mjs';
import { TYPED_PLANTED } from './planted/typed.mjs';
import { ACCESSIBLE, LANGUAGE, REACT, TYPED } from './rules.mjs';

/** @type {Readonly<Record<string, Readonly<Record<string, string>>>>} by the pattern of their paths */
const PLANTED = {
  'tools/planted/*.mjs': LANGUAGE_PLANTED,
  'public/planted/*.js': SCRIPT_PLANTED,
  'src/planted/*.ts': TYPED_PLANTED,
  'app/planted/*.tsx': { ...REACT_PLANTED, ...ACCESSIBLE_PLANTED },
};

/** @param {string} pattern @param {string} rule */
const fileOf = (pattern, rule) => pattern.replace('*', rule.replace('/', '-'));

/** @param {string} what */
const unreadable = (what) => `tools/planted/${what.replaceAll(' ', '-')}.mjs`;

/** What the planted files import, and code that is right. */
const RIGHT = {
  'tools/planted/plain.mjs': 'export const a = 1;\n',
  'src/planted/plain.ts': `export type One = number;
export const one: One = Number('1');
export const later = () => Promise.resolve(one);
export declare const loose: ReturnType<typeof JSON.parse>;
`,
  'app/planted/Plain.tsx': showing('<button type="button">Run</button>').replace('Planted', 'Plain'),
  'app/planted/Scrolling.tsx': showing('<div role="region" aria-label="Trials" tabIndex={0} />'),
  'app/planted/Excused.tsx': `import { useEffect } from 'react';
export function Excused({ title }: { readonly title: string }) {
  useEffect(() => {
    document.title = title;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the first title alone counts
  }, []);
  return null;
}
`,
  'src/planted/excused.ts': `// eslint-disable-next-line @typescript-eslint/require-await -- errors are to reject
export const excused = async () => 1;
// oxlint-disable-next-line no-unused-vars -- planted
const unused = 1;
`,
};

const NEEDLESS = { 'src/planted/needless.ts': '// eslint-disable-next-line no-var\nexport const a = 1;\n' };

/** @type {import('./findings.testing.mjs').Finding[]} */
let found = [];

/** @param {string} file */
const rulesOf = (file) => found.filter((one) => one.file === file).map(({ rule }) => rule);

describe('the rules of the project', { timeout: 3 * 60_000 }, () => {
  beforeAll(() => {
    const planted = Object.entries(PLANTED).flatMap(([pattern, texts]) =>
      Object.entries(texts).map(([rule, text]) => [fileOf(pattern, rule), `${text}\n`]),
    );
    const refused = Object.entries(UNREADABLE_PLANTED).map(([what, text]) => [unreadable(what), text]);
    found = findings({ ...Object.fromEntries([...planted, ...refused]), ...RIGHT, ...NEEDLESS });
  }, 3 * 60_000);

  it.each(
    Object.entries(PLANTED).flatMap(([pattern, texts]) =>
      Object.keys(texts).map((rule) => [rule, fileOf(pattern, rule)]),
    ),
  )('refuse by %s what is in %s', (rule, file) => {
    expect(rulesOf(file)).toContain(rule);
  });

  it.each(Object.keys(RIGHT))('let %s pass', (file) => {
    expect(found.filter((one) => one.file === file)).toEqual([]);
  });

  it.each(Object.keys(UNREADABLE_PLANTED))('refuse %s', (what) => {
    expect(rulesOf(unreadable(what))).toEqual([null]);
  });

  it('refuse an excuse that is not needed', () => {
    expect(found.filter(({ file }) => file in NEEDLESS)).toMatchObject([
      { message: expect.stringContaining('Unused eslint-disable directive') },
    ]);
  });

  it('are all planted against', () => {
    expect(Object.keys({ ...LANGUAGE_PLANTED, ...SCRIPT_PLANTED }).sort()).toEqual(
      Object.keys(LANGUAGE).sort(),
    );
    expect(Object.keys(TYPED_PLANTED).sort()).toEqual(Object.keys(TYPED).sort());
    expect(Object.keys(REACT_PLANTED).sort()).toEqual(Object.keys(REACT).sort());
    expect(Object.keys(ACCESSIBLE_PLANTED).sort()).toEqual(Object.keys(ACCESSIBLE).sort());
  });
});
