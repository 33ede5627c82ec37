/** @file For each rule of access, markup that breaks it. */

/** @type {Readonly<Record<string, string>>} by rule */
const MARKUP = {
  'alt-text': '<img src="grid.png" />',
  'anchor-ambiguous-text': '<a href="/results">click here</a>',
  'anchor-has-content': '<a href="/results" />',
  'anchor-is-valid': '<a href="#">Results</a>',
  'aria-activedescendant-has-tabindex': '<div aria-activedescendant="trial" />',
  'aria-props': '<p aria-labeledby="title">Rank</p>',
  'aria-proptypes': '<p aria-hidden="maybe">Rank</p>',
  'aria-role': '<p role="sidebar">Rank</p>',
  'aria-unsupported-elements': '<meta aria-hidden="false" />',
  'autocomplete-valid': '<input type="text" autoComplete="rank" />',
  'click-events-have-key-events': '<div onClick={() => undefined}>Run</div>',
  'heading-has-content': '<h2 />',
  'html-has-lang': '<html />',
  'iframe-has-title': '<iframe src="/results" />',
  'img-redundant-alt': '<img src="grid.png" alt="Picture of the grid" />',
  'interactive-supports-focus': '<div role="button" onClick={() => undefined} onKeyDown={() => undefined} />',
  'label-has-associated-control': '<label>Rank</label>',
  'media-has-caption': '<video src="run.mp4" />',
  'mouse-events-have-key-events': '<div onMouseOver={() => undefined} />',
  'no-access-key': '<button type="button" accessKey="r">Run</button>',
  'no-aria-hidden-on-focusable': '<button type="button" aria-hidden="true">Run</button>',
  'no-autofocus': '<input type="text" autoFocus />',
  'no-distracting-elements': '<marquee />',
  'no-interactive-element-to-noninteractive-role': '<button type="button" role="article">Run</button>',
  'no-noninteractive-element-interactions': '<ul onKeyDown={() => undefined} />',
  'no-noninteractive-element-to-interactive-role': '<h2 role="button">Run</h2>',
  'no-noninteractive-tabindex': '<p tabIndex={0}>Accuracy</p>',
  'no-redundant-roles': '<button type="button" role="button">Run</button>',
  'no-static-element-interactions': '<div onKeyDown={() => undefined}>Run</div>',
  'role-has-required-aria-props': '<div role="checkbox" tabIndex={0} />',
  'role-supports-aria-props': '<ul aria-checked="true" />',
  scope: '<td scope="col">Rank</td>',
  'tabindex-no-positive': '<button type="button" tabIndex={2}>Run</button>',
};

/** @param {string} markup @returns {string} a component that shows it */
export const showing = (markup) => `export function Planted() {\n  return ${markup};\n}\n`;

export const ACCESSIBLE_PLANTED = Object.fromEntries(
  Object.entries(MARKUP).map(([rule, markup]) => [`jsx-a11y/${rule}`, showing(markup)]),
);
