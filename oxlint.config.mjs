/** @file What the linter reads, and which rules hold where; among them those that keep the house in order: see tools/lint. */
import { ACCESSIBLE, LANGUAGE, REACT, TYPED } from './tools/lint/rules.mjs';
import { sizeRules } from './tools/lint/sizes.mjs';

const DOM_GLOBALS = ['document', 'window', 'localStorage', 'sessionStorage', 'history', 'alert'];

/** A relative import that climbs out of its folder into one of `folders`. */
const into = (folders) => `^(\\.\\./)+(${folders})(/|$)`;

/** @param {readonly { readonly regex: string, readonly message: string }[]} patterns of what is imported */
const forbidImports = (patterns) => ({ 'house/no-forbidden-import': ['error', { patterns }] });

export default {
  plugins: ['typescript', 'react', 'jsx-a11y'],
  jsPlugins: [{ name: 'house', specifier: './tools/lint/houseRules.mjs' }],
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  // Rules are named one by one, so that a new release of the linter brings no rule of its own accord.
  categories: { correctness: 'off' },
  ignorePatterns: ['dist', 'dist-bench', 'test-results', 'playwright-report', '**/__pycache__'],
  rules: LANGUAGE,
  overrides: [
    { files: ['**/*.{ts,tsx}'], rules: TYPED },
    {
      files: ['{src,workers,app}/**/*.{ts,tsx}'],
      rules: { 'house/imports-look-down': 'error', 'house/no-import-cycle': 'error' },
    },
    ...sizeRules(),
    {
      files: ['app/**/*.{ts,tsx}'],
      rules: {
        ...REACT,
        ...forbidImports([
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
    },
    { files: ['app/**/*.tsx'], rules: ACCESSIBLE },
    {
      files: ['workers/**/*.ts'],
      rules: forbidImports([
        { regex: into('app'), message: 'Imports point one way: app -> workers -> src.' },
      ]),
    },
    {
      files: ['src/**/*.ts'],
      rules: {
        ...forbidImports([
          {
            regex: into('app|workers'),
            message: 'src/ stands alone: it runs in a worker, a page and tests.',
          },
          { regex: '^react(-dom)?(/|$)', message: 'src/ has no user interface.' },
        ]),
        'no-restricted-globals': [
          'error',
          ...DOM_GLOBALS.map((name) => ({ name, message: 'src/ has no DOM: it also runs in a worker.' })),
        ],
      },
    },
  ],
};
