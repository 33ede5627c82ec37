/** @file The rules of the linter, by what they watch over. Each is an error: a warning would only be read past. */

/** @param {string} prefix @param {string} names separated by spaces @returns {Record<string, 'error'>} */
const errors = (prefix, names) =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [prefix + name, 'error']),
  );

/** Mistakes in any code. `no-octal` and `no-dupe-args` are missing: parser and type checker refuse what they would. */
export const LANGUAGE = {
  ...errors(
    '',
    `constructor-super for-direction getter-return no-async-promise-executor no-case-declarations no-class-assign
    no-compare-neg-zero no-cond-assign no-const-assign no-constant-binary-expression no-constant-condition
    no-control-regex no-debugger no-delete-var no-dupe-class-members no-dupe-else-if no-dupe-keys no-duplicate-case
    no-empty no-empty-character-class no-empty-pattern no-empty-static-block no-ex-assign no-extra-boolean-cast
    no-fallthrough no-func-assign no-global-assign no-import-assign no-invalid-regexp no-irregular-whitespace
    no-loss-of-precision no-misleading-character-class no-new-native-nonconstructor no-nonoctal-decimal-escape     no-obj-calls no-prototype-builtins no-redeclare no-regex-spaces no-self-assign no-setter-return
    no-shadow-restricted-names no-sparse-arrays no-this-before-super no-unassigned-vars no-unexpected-multiline
    no-unreachable no-unsafe-finally no-unsafe-negation no-unsafe-optional-chaining no-unused-labels
    no-unused-private-class-members no-useless-assignment no-useless-backreference no-useless-catch no-useless-escape
    no-with preserve-caught-error require-yield use-isnan valid-typeof`,
  ),
  // The options only switch off the pardon for names that begin with an underscore.
  'no-unused-vars': ['error', { args: 'after-used', caughtErrors: 'all' }],
};

/** TypeScript; those that the type checker has to be asked for are among them. */
export const TYPED = {
  ...errors(
    '',
    'no-array-constructor no-unused-expressions no-var prefer-const prefer-rest-params prefer-spread',
  ),
  ...errors(
    'typescript/',
    `await-thenable ban-ts-comment consistent-type-imports no-array-delete no-base-to-string no-duplicate-enum-values
    no-duplicate-type-constituents no-empty-object-type no-explicit-any no-extra-non-null-assertion
    no-floating-promises no-for-in-array no-implied-eval no-misused-new no-misused-promises no-namespace
    no-non-null-asserted-optional-chain no-redundant-type-constituents no-require-imports no-this-alias
    no-unnecessary-type-constraint no-unsafe-argument no-unsafe-assignment no-unsafe-call
    no-unsafe-declaration-merging no-unsafe-enum-comparison no-unsafe-function-type no-unsafe-member-access
    no-unsafe-return no-unsafe-unary-minus no-wrapper-object-types only-throw-error prefer-as-const
    prefer-namespace-keyword prefer-promise-reject-errors require-await restrict-plus-operands
    restrict-template-expressions triple-slash-reference unbound-method`,
  ),
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }],
};

/** Hooks, and what React's compiler asks of a component. */
export const REACT = errors(
  'react/',
  `error-boundaries exhaustive-deps globals immutability incompatible-library preserve-manual-memoization purity refs
  rules-of-hooks set-state-in-effect set-state-in-render static-components unsupported-syntax use-memo void-use-memo`,
);

const KEYS = ['onKeyDown', 'onKeyPress', 'onKeyUp'];
const POINTER = [
  ...[
    'onClick',
    'onContextMenu',
    'onDblClick',
    'onDoubleClick',
    'onDrag',
    'onDragEnd',
    'onDragEnter',
    'onDragExit',
  ],
  ...['onDragLeave', 'onDragOver', 'onDragStart', 'onDrop', 'onMouseDown', 'onMouseEnter', 'onMouseLeave'],
  ...['onMouseMove', 'onMouseOut', 'onMouseOver', 'onMouseUp'],
];
const LOADING = ['onLoad', 'onError'];

/** Markup that shuts nobody out. */
export const ACCESSIBLE = {
  ...errors(
    'jsx-a11y/',
    `alt-text anchor-ambiguous-text anchor-has-content anchor-is-valid aria-activedescendant-has-tabindex aria-props
    aria-proptypes aria-role aria-unsupported-elements autocomplete-valid click-events-have-key-events
    heading-has-content html-has-lang iframe-has-title img-redundant-alt media-has-caption
    mouse-events-have-key-events no-access-key no-aria-hidden-on-focusable no-autofocus no-distracting-elements
    role-has-required-aria-props role-supports-aria-props scope tabindex-no-positive`,
  ),
  'jsx-a11y/interactive-supports-focus': [
    'error',
    {
      tabbable: [
        ...[
          'button',
          'checkbox',
          'link',
          'progressbar',
          'searchbox',
          'slider',
          'spinbutton',
          'switch',
          'textbox',
        ],
      ],
    },
  ],
  'jsx-a11y/label-has-associated-control': ['error', { assert: 'either', depth: 2 }],
  'jsx-a11y/no-interactive-element-to-noninteractive-role': ['error', {}],
  'jsx-a11y/no-noninteractive-element-interactions': [
    'error',
    {
      handlers: ['onFocus', 'onBlur', ...LOADING, ...KEYS, ...POINTER],
      body: LOADING,
      iframe: LOADING,
      img: LOADING,
    },
  ],
  'jsx-a11y/no-noninteractive-element-to-interactive-role': ['error', {}],
  // A region that scrolls must take the focus, or keys could not scroll it (axe: scrollable-region-focusable).
  'jsx-a11y/no-noninteractive-tabindex': ['error', { roles: ['region'], tags: [] }],
  'jsx-a11y/no-redundant-roles': ['error', {}],
  'jsx-a11y/no-static-element-interactions': [
    'error',
    { handlers: ['onFocus', 'onBlur', ...KEYS, ...POINTER] },
  ],
};
