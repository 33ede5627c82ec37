/** @file A small tree of SVG elements, written so that the document stays well-formed whatever a name holds. */

export type Child = Element | string | null;

/** Undefined and null are left out; numbers are written with two decimals at most. */
export type Attributes = Readonly<Record<string, string | number | null | undefined>>;

export interface Element {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly children: readonly Child[];
}

/** Strings among the children become text. Tags and attribute names are the caller's own, never a person's text. */
export function el(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): Element {
  return { tag, attributes, children };
}

/** A group of elements, moved to the right and down. */
export function movedBy(x: number, y: number, children: readonly Child[]): Element {
  return el('g', { transform: `translate(${number(x)} ${number(y)})` }, ...children);
}

export function serialize(child: Child): string {
  if (child === null) return '';
  if (typeof child === 'string') return escapeXml(child);
  const { tag, attributes, children } = child;
  const written = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined || value === null
      ? []
      : [` ${name}="${typeof value === 'number' ? number(value) : escapeXml(value)}"`],
  );
  const open = `<${tag}${written.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.map(serialize).join('')}</${tag}>`;
}

/** Two decimals are finer than any printer. NaN and infinities would make the whole document unreadable, so they become 0. */
export function number(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toFixed(2)) + 0) : '0';
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for XML and HTML, in elements and in quoted attributes. Characters that XML forbids become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
