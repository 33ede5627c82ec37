/** @file Lint rules; among them those that keep the house in order: see tools/lint. */
import js from '@eslint/js';
import a11y from 'eslint-plugin-jsx-a11y-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { houseRules } from './tools/lint/houseRules.mjs';
import { sizeRules } from './tools/lint/sizes.mjs';

const DOM_GLOBALS = ['document', 'window', 'localStorage', 'sessionStorage', 'history', 'alert'];

/** A relative import that climbs out of its folder into one of `folders`. */
const into = (folders) => `^(\\.\\./)+(${folders})(/|$)`;

/** Forbids imports whose source matches, written as `import ... from` or as `import()`. */
function forbidImports(patterns) {
  return {
    'no-restricted-imports': ['error', { patterns }],
    'no-restricted-syntax': [
      'error',
      ...patterns.map(({ regex, message }) => ({
        selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\/')}/]`,
        message,
      })),
    ],
  };
}

export default tseslint.config(
  { ignores: ['dist', 'dist-bench', 'test-results', 'playwright-report', '**/__pycache__'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // tfjs's ops return whatever type they are asked for: an assertion says it as well as a type argument.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['{src,workers,app}/**/*.{ts,tsx}'],
    plugins: { house: houseRules },
    rules: { 'house/imports-look-down': 'error', 'house/no-import-cycle': 'error' },
  },
  ...sizeRules(),
  {
    files: ['app/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    rules: forbidImports([
      {
        regex: '^@tensorflow/',
        message: 'The page never touches tfjs: ask the worker through workers/client.',
      },
      {
        regex: into('src/(ops|train|backend)'),
        message: 'The engine runs in the worker: ask it through workers/client.',
      },
      {
        regex: '^(\\.\\./)+workers/(?!(client|protocol)(\\.ts)?$)',
        message: 'The page knows only workers/client and workers/protocol.',
      },
    ]),
  },
  {
    files: ['app/**/*.tsx'],
    extends: [a11y.configs.strict],
    rules: {
      'jsx-a11y-x/anchor-ambiguous-text': 'error',
      'jsx-a11y-x/no-aria-hidden-on-focusable': 'error',
      // A region that scrolls must take the focus, or keys could not scroll it (axe: scrollable-region-focusable).
      'jsx-a11y-x/no-noninteractive-tabindex': ['error', { roles: ['region'], tags: [] }],
    },
  },
  {
    files: ['workers/**/*.ts'],
    rules: forbidImports([{ regex: into('app'), message: 'Imports point one way: app -> workers -> src.' }]),
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      ...forbidImports([
        { regex: into('app|workers'), message: 'src/ stands alone: it runs in a worker, a page and tests.' },
        { regex: '^react(-dom)?(/|$)', message: 'src/ has no user interface.' },
      ]),
      'no-restricted-globals': [
        'error',
        ...DOM_GLOBALS.map((name) => ({ name, message: 'src/ has no DOM: it also runs in a worker.' })),
      ],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    // The type checker reads these files too, and knows the names of Node and of the page.
    rules: { 'no-undef': 'off' },
  },
);
