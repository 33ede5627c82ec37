/**
 * @file Cuts out the elements of the one list that a JSON text is or contains, one by one, as the text arrives in
 * parts.
 */

/** The most characters of a row. */
export const LONGEST_ROW = 4 * 2 ** 20;

/**
 * Follows a text like `[...]`, or `{"version": 1, "data": [...]}` with one list. It only finds where elements begin
 * and end; whoever takes them finds out whether they are JSON. The text around the lists is gathered, to be parsed.
 */
export class ListElements {
  /** The text without the elements of its lists. */
  outline = '';
  /** The number of lists whose elements were passed on. */
  lists = 0;
  /** Whether the text cannot be such a JSON text. */
  broken = false;
  private depth = 0;
  /** The depth of the list whose elements are being passed on; 0 outside of a list. */
  private listDepth = 0;
  private topIsList = false;
  private inString = false;
  private escaped = false;
  /** The parts so far of the element that has not ended yet. */
  private readonly parts: string[] = [];
  private length = 0;

  /** @param take gets an element's text; null for one longer than LONGEST_ROW */
  constructor(private readonly take: (element: string | null) => void) {}

  push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length && !this.broken; at++) {
      if (this.inString) {
        at = this.throughString(text, at);
        continue;
      }
      const code = text.charCodeAt(at);
      if (code === 0x22) this.inString = true;
      else if (code === 0x5b || code === 0x7b) {
        this.depth++;
        if (this.depth === 1) {
          if (this.outline.trim() !== '' || text.slice(from, at).trim() !== '') this.broken = true;
          this.topIsList = code === 0x5b;
        }
        if (this.listDepth === 0 && code === 0x5b && this.depth === (this.topIsList ? 1 : 2)) {
          this.keep(text.slice(from, at + 1));
          from = at + 1;
          this.listDepth = this.depth;
          if (++this.lists > 1) this.broken = true;
        }
      } else if (code === 0x5d || code === 0x7d) {
        if (this.depth === this.listDepth) {
          this.keep(text.slice(from, at));
          from = at;
          this.give(true);
          this.listDepth = 0;
        }
        if (--this.depth < 0) this.broken = true;
      } else if (code === 0x2c && this.listDepth > 0 && this.depth === this.listDepth) {
        this.keep(text.slice(from, at));
        from = at + 1;
        this.give(false);
      }
    }
    this.keep(text.slice(from));
  }

  private throughString(text: string, start: number): number {
    for (let at = start; at < text.length; at++) {
      if (this.escaped) this.escaped = false;
      else if (text.charCodeAt(at) === 0x5c) this.escaped = true;
      else if (text.charCodeAt(at) === 0x22) {
        this.inString = false;
        return at;
      }
    }
    return text.length;
  }

  private keep(text: string): void {
    // The list's own brackets belong to the outline: they come before its depth is set, or after it is reset.
    if (this.listDepth === 0) {
      this.outline += text;
      if (this.outline.length > LONGEST_ROW) this.broken = true;
      return;
    }
    this.length += text.length;
    if (this.length <= LONGEST_ROW) this.parts.push(text);
    else this.parts.length = 0;
  }

  private give(last: boolean): void {
    const text = this.length > LONGEST_ROW ? null : this.parts.join('');
    this.parts.length = 0;
    this.length = 0;
    if (last && text?.trim() === '') return; // an empty list, or a comma after the last element
    this.take(text);
  }
}
