/** @file Makes safe HTML: whatever is put into a template is escaped as text, unless a template made it. */
import { escapeXml } from '../pictures/svg';

/** HTML that only {@link html} and {@link trusted} make. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = Html | readonly Html[] | string | number | null;

/**
 * The template tag for the report's own markup. Values in `${}` are escaped, lists of HTML are joined, null is left
 * out.
 */
export function html(markup: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(markup.reduce((text, part, i) => text + written(values[i - 1] ?? null) + part));
}

function written(value: Value): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  return typeof value === 'object' ? value.map(({ text }) => text).join('') : escapeXml(String(value));
}

/** Marks markup that the lab has written itself, such as a picture, as safe. */
export const trusted = (markup: string): Html => new Html(markup);

/** Text that a person wrote, isolated so that its writing direction does not affect its neighbours. */
export const named = (text: string): Html => html`<bdi>${text}</bdi>`;
