/** @file The project's own lint rules refuse what is planted in a component: markup that shuts people out, broken hooks. */
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** Only the rules of the page: those that ask for types would read the whole program first, those of the house all imports. */
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [{ files: ['**/*.tsx'], languageOptions: { parserOptions: { projectService: false } } }],
  ruleFilter: ({ ruleId }) => /^(jsx-a11y-x|react-hooks)\//.test(ruleId),
});

/**
 * @param {string} text of a component
 * @returns {Promise<(string | null)[]>} the rules that refuse it, each once
 */
async function refusedBy(text) {
  const [result] = await eslint.lintText(text, { filePath: join(root, 'app/Planted.tsx') });
  return [...new Set(result?.messages.map(({ ruleId }) => ruleId))];
}

/** @param {string} markup @returns {string} a component that shows it */
const showing = (markup) => `export function Planted() {\n  return ${markup};\n}\n`;

const PLANTED = [
  ['jsx-a11y-x/alt-text', '<img src="grid.png" />'],
  ['jsx-a11y-x/label-has-associated-control', '<label>Rank</label>'],
  ['jsx-a11y-x/no-static-element-interactions', '<div onKeyDown={() => undefined}>Run</div>'],
  ['jsx-a11y-x/no-noninteractive-element-interactions', '<ul onKeyDown={() => undefined} />'],
  ['jsx-a11y-x/no-noninteractive-tabindex', '<p tabIndex={0}>Accuracy</p>'],
  ['jsx-a11y-x/no-aria-hidden-on-focusable', '<button type="button" aria-hidden="true">Run</button>'],
];

describe('the lint rules of the page', { timeout: 3 * 60_000 }, () => {
  it('let plain markup pass', async () => {
    expect(await refusedBy(showing('<button type="button">Run</button>'))).toEqual([]);
  });

  it('let a region that scrolls take the focus', async () => {
    expect(await refusedBy(showing('<div role="region" aria-label="Trials" tabIndex={0} />'))).toEqual([]);
  });

  it.each(PLANTED)('refuse by %s: %s', async (rule, markup) => {
    expect(await refusedBy(showing(markup))).toContain(rule);
  });

  it('refuse a hook that is called only sometimes', async () => {
    const planted = `import { useState } from 'react';
export function Planted({ open }: { readonly open: boolean }) {
  if (!open) return null;
  const [count] = useState(0);
  return <p>{count}</p>;
}
`;
    expect(await refusedBy(planted)).toContain('react-hooks/rules-of-hooks');
  });

  it('refuse an effect that forgets what it depends on', async () => {
    const planted = `import { useEffect } from 'react';
export function Planted({ title }: { readonly title: string }) {
  useEffect(() => {
    document.title = title;
  }, []);
  return null;
}
`;
    expect(await refusedBy(planted)).toContain('react-hooks/exhaustive-deps');
  });
});
