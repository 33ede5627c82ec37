/** @file HTML that cannot be broken into: whatever is put into a template is text, unless it is HTML made the same way. */
import { escapeXml } from '../pictures/svg';

/** Only {@link html} and {@link trusted} make it. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = Html | readonly Html[] | string | number | null;

/** A template of the report's own markup; what stands in `${}` is escaped, lists of HTML are joined, null is nothing. */
export function html(markup: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(markup.reduce((text, part, i) => text + written(values[i - 1] ?? null) + part));
}

function written(value: Value): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  return typeof value === 'object' ? value.map(({ text }) => text).join('') : escapeXml(String(value));
}

/** Markup that this laboratory has written itself, such as a picture. */
export const trusted = (markup: string): Html => new Html(markup);

/** A person's text: its direction stays its own, and does not turn what stands beside it. */
export const named = (text: string): Html => html`<bdi>${text}</bdi>`;
