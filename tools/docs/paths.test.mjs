/** @file Every file that the documents and comments name is there, under that name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const FOLDERS = ['app', 'bench', 'docs', 'e2e', 'public', 'src', 'tools', 'workers'];
const TREE = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name)),
);
const NAMES = new Set(TREE.map((path) => basename(path)));
const DOCUMENTS = ['README.md', ...TREE.filter((path) => path.endsWith('.md'))];
const SOURCES = TREE.filter((path) => /\.(tsx?|mjs|py|css)$/.test(path));

const ENDINGS = 'tsx?|mjs|js|py|css|md|json|html|svg|png|sh';
/** From the repository's root, with `*` for any name, or a folder. */
const FROM_ROOT = new RegExp(
  `(?<![\\w./@{-])(?:${FOLDERS.join('|')})/(?:[\\w.*-]+/)*(?:[\\w.*-]+\\.(?:${ENDINGS})\\b|(?=[\`\\s),]))`,
  'g',
);
/** A source file by its name alone. */
const BARE = /`([\w.-]+\.(?:tsx?|mjs|py))`/g;
const LINK = /\]\(([^)\s]+)\)/g;

/**
 * What the pattern's group holds in every match.
 * @param {string} text @param {RegExp} pattern
 */
const groupsOf = (text, pattern) => [...text.matchAll(pattern)].flatMap(([, group]) => group ?? []);

/** @param {string} path */
const isThere = (path) => (path.includes('*') ? globMatches(path) : existsSync(path));

/** @param {string} pattern */
function globMatches(pattern) {
  const text = pattern.replace(/[.+]/g, '\\$&').replace(/\*+/g, '.*');
  return TREE.some((path) => new RegExp(`^${text}$`).test(path));
}

it.each(DOCUMENTS)('%s names files as they are called', (document) => {
  const text = readFileSync(document, 'utf8');
  const paths = [...text.matchAll(FROM_ROOT)].map(([path]) => path);
  const names = groupsOf(text, BARE);
  const links = groupsOf(text, LINK)
    .map((link) => link.replace(/#.*/, ''))
    .filter((link) => /^[\w.][\w./-]*$/.test(link));
  expect(paths.filter((path) => !isThere(path))).toEqual([]);
  expect(names.filter((name) => !NAMES.has(name) && !existsSync(name))).toEqual([]);
  expect(links.filter((link) => !existsSync(join(dirname(document), link)))).toEqual([]);
});

it('the map of the folders in docs/architecture.md is that of the folders', () => {
  const [, map = ''] = /```\n(src\/[\s\S]*?)```/.exec(readFileSync('docs/architecture.md', 'utf8')) ?? [];
  const named = [];
  let top = '';
  for (const line of map.split('\n')) {
    top = /^[\w-]+/.exec(line)?.[0] ?? top;
    for (const folder of groupsOf(line, /(?:^ +| {2,}|; )([\w-]+)\/(?= |:)/g)) named.push({ top, folder });
  }
  expect(named.length).toBeGreaterThan(25);
  /** @param {{ top: string, folder: string }} named */
  const isFolder = ({ top, folder }) =>
    TREE.some((path) => path.startsWith(`${top}/`) && path.includes(`/${folder}/`));
  expect(named.filter((one) => !isFolder(one))).toEqual([]);
  for (const folder of ['app', 'src'])
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) expect(map, `${folder}/${entry.name}`).toContain(`${entry.name}/`);
});

it('knows a name that is wrong', () => {
  const found = [...'see `src/nowhere.ts` and (docs/method.md)'.matchAll(FROM_ROOT)].map(([path]) => path);
  expect(found).toEqual(['src/nowhere.ts', 'docs/method.md']);
  expect(found.filter((path) => !isThere(path))).toEqual(['src/nowhere.ts']);
});

it('is so in comments, too', () => {
  const wrong = SOURCES.flatMap((source) =>
    readFileSync(source, 'utf8')
      .split('\n')
      .filter((line) => /^\s*(\/?\*|\/\/|#)|\/\*\*/.test(line))
      .flatMap((line) => [...line.matchAll(FROM_ROOT)].map(([path]) => path))
      .filter((path) => !isThere(path))
      .map((path) => `${source}: ${path}`),
  );
  expect(wrong).toEqual([]);
});
