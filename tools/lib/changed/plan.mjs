/** @file What `npm test -- --changed` runs: the stages and test files that a set of changed paths can break. */
import { closure, isCode, reversed } from './dependencies.mjs';

/**
 * @typedef {import('./dependencies.mjs').Dependencies} Dependencies
 * @typedef {{ name: string, files: readonly string[] | null, why: string }} Planned `files`: null for all of the stage
 * @typedef {{ run: Planned[], leftOut: { name: string, why: string }[] }} Plan
 */

/** Files on which every stage depends. */
const FOUNDATIONS = /^(package(-lock)?\.json|\.npmrc|tsconfig\.json|(vite|vitest)\.config\.ts|\.ci\/.*)$/;
/** Files that no program reads, and no tests but those of the documents. */
const IS_DOCUMENT = /\.md$|^docs\/|^LICENSE$|^\.gitignore$/;
const IS_PYTHON = /\.py$/;
/** The package for clusters, which vitest reads only the vectors of; and what of the lab its tests read. */
const IS_OF_CLUSTER = /^cluster\/(?!tests\/vectors\/)/;
const IS_READ_BY_CLUSTER =
  /^(cluster\/|public\/(models|datasets)\/|docs\/results\.schema\.json$|tools\/parity\/fixtures\/|tools\/lib\/setup\/python\.mjs$)/;
/** Files on which formatting alone depends. */
const IS_OF_STYLE = /^\.prettier(ignore|rc\.json)$/;
/** Files of which the page is made, beside its modules. */
const IS_OF_PAGE = /^(public\/|index\.html$|tools\/build\/|vite\.config\.ts$)|^app\/.*\.css$/;
const PAGE_ENTRIES = ['app/main.tsx', 'app/offline/serviceWorker.ts'];
/** Tests that read every document, and the names of all files. */
const DOCUMENT_TESTS = ['tools/docs/paths.test.mjs'];
/** Tests that read the whole tree. */
const TREE_TESTS = [...DOCUMENT_TESTS, 'tools/lint/houseRules.test.mjs'];

/** Files that only the end-to-end tests see. */
const IS_OF_SIGHT = /\.(css|html|svg|png|conf|webmanifest)$/;

/** @type {Readonly<Record<string, (file: string) => boolean>>} the test files of each stage; the first that matches has it */
const TESTS = {
  kernels: (file) => /^src\/ops\/.*\.browser\.test\.ts$/.test(file),
  browser: (file) => /\.browser\.test\.tsx?$/.test(file),
  parity: (file) => /\.parity\.test\.ts$/.test(file),
  e2e: (file) => /^e2e\/.*\.spec\.ts$/.test(file),
  unit: (file) => /\.test\.(tsx?|mjs)$/.test(file),
};

/** @param {string} file @returns {string | null} the stage that runs this test file */
const stageOf = (file) => Object.keys(TESTS).find((name) => TESTS[name]?.(file)) ?? null;

/** @param {number} count @param {string} noun */
const counted = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/**
 * @param {readonly string[]} changed paths relative to the root, removed ones included
 * @param {Dependencies} dependencies of all code as it is now
 * @returns {Plan} `run` in the order of the stages of `npm test`
 */
export function planChanged(changed, dependencies) {
  if (changed.length === 0) return { run: [], leftOut: [{ name: 'everything', why: 'nothing has changed' }] };
  const foundation = changed.find((path) => FOUNDATIONS.test(path));
  /** @type {Plan} */
  const plan = { run: [], leftOut: [] };
  for (const name of [
    'typecheck',
    'lint',
    'unit',
    'kernels',
    'browser',
    'parity',
    'build',
    'e2e',
    'cluster',
  ]) {
    if (foundation !== undefined) {
      plan.run.push({ name, files: null, why: `all of it, because ${foundation} has changed` });
      continue;
    }
    const planned = CHOICES[name]?.(changed, dependencies) ?? 'unknown';
    if (typeof planned === 'string') plan.leftOut.push({ name, why: planned });
    else plan.run.push({ name, ...planned });
  }
  return plan;
}

/** @typedef {Omit<Planned, 'name'> | string} Choice a string says why the stage is left out */

/** @type {Readonly<Record<string, (changed: readonly string[], dependencies: Dependencies) => Choice>>} */
const CHOICES = {
  typecheck: (changed) =>
    changed.some((path) => isCode(path) || path.endsWith('.json'))
      ? { files: null, why: 'all types, because code has changed' }
      : 'no code has changed',
  lint(changed, dependencies) {
    if (changed.some((path) => path === 'oxlint.config.mjs' || path.startsWith('tools/lint/')))
      return { files: null, why: 'all files, because a lint rule may have changed' };
    const left = changed.filter(
      (path) => dependencies.has(path) || !(isCode(path) || IS_DOCUMENT.test(path)),
    );
    return left.length === 0
      ? 'no file that is checked has changed'
      : { files: left, why: counted(left.length, 'changed file') };
  },
  unit: (changed, dependencies) => vitestChoice('unit', changed, dependencies),
  kernels: (changed, dependencies) => vitestChoice('kernels', changed, dependencies),
  browser: (changed, dependencies) => vitestChoice('browser', changed, dependencies),
  parity: (changed, dependencies) => vitestChoice('parity', changed, dependencies),
  build: (changed, dependencies) =>
    typeof endToEndChoice(changed, dependencies) === 'string'
      ? 'no end-to-end test runs'
      : { files: null, why: 'the end-to-end tests open the built page' },
  e2e: endToEndChoice,
  cluster(changed) {
    const read = changed.find((path) => IS_READ_BY_CLUSTER.test(path) && !path.endsWith('.md'));
    return read === undefined
      ? 'nothing of cluster/, and nothing that its tests read, has changed'
      : { files: null, why: `all of it, because of ${read}` };
  },
};

/** @param {string} path data that tests read by its path, such as a fixture */
const isData = (path) =>
  ![
    isCode,
    ...[IS_DOCUMENT, IS_PYTHON, IS_OF_STYLE, IS_OF_CLUSTER].map((pattern) => pattern.test.bind(pattern)),
  ].some((isSuch) => isSuch(path));

/** @param {string} name @param {readonly string[]} changed @param {Dependencies} dependencies @returns {Choice} */
function vitestChoice(name, changed, dependencies) {
  const tests = [...dependencies.keys()].filter((file) => stageOf(file) === name);
  // The tests of the kernels read no files: they make up their numbers.
  const data =
    name === 'kernels' ? undefined : changed.find((path) => isData(path) && !IS_OF_SIGHT.test(path));
  if (data !== undefined) return { files: null, why: `all of it, because tests may read ${data}` };
  const reached = closure(reversed(dependencies), changed);
  const always = changed.every((path) => IS_DOCUMENT.test(path)) ? DOCUMENT_TESTS : TREE_TESTS;
  const chosen = tests.filter((file) => reached.has(file) || always.includes(file));
  if (chosen.length === 0) return 'no test of it imports what has changed';
  return { files: chosen, why: `${chosen.length} of ${counted(tests.length, 'test file')}` };
}

/** @param {readonly string[]} changed @param {Dependencies} dependencies @returns {Choice} */
function endToEndChoice(changed, dependencies) {
  const page = closure(dependencies, PAGE_ENTRIES);
  const ofPage = changed.find((path) => IS_OF_PAGE.test(path) || page.has(path));
  if (ofPage !== undefined) return { files: null, why: `all of it, because the page is made of ${ofPage}` };
  const specs = [...dependencies.keys()].filter((file) => stageOf(file) === 'e2e');
  const reached = closure(reversed(dependencies), changed);
  if (reached.has('playwright.config.ts'))
    return { files: null, why: 'all of it, because it is run in another way' };
  const pictures = changed.filter((path) => /^e2e\/.*-snapshots\//.test(path));
  const chosen = specs.filter(
    (file) => reached.has(file) || pictures.some((path) => path.startsWith(`${file}-snapshots/`)),
  );
  if (chosen.length === 0) return 'no code of the page and no spec has changed';
  return { files: chosen, why: `${chosen.length} of ${counted(specs.length, 'spec')}` };
}
