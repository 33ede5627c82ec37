/**
 * @file A workshop's text as blocks: blank lines separate paragraphs, "# " begins a heading, "- " an item of a list.
 * Nothing else is markup: a stranger's text stays text.
 */

export type TextBlock =
  | { readonly kind: 'heading' | 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] };

/** The most blocks that are shown: more than anyone reads before a run. */
const MAX_BLOCKS = 300;

const HEADING = /^#{1,6}\s+(.*)$/;
const ITEM = /^[-*]\s+(.*)$/;

export function textBlocks(text: string): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  let paragraph: string[] = [];
  let items: string[] = [];
  const close = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', text: paragraph.join(' ') });
    if (items.length > 0) blocks.push({ kind: 'list', items });
    paragraph = [];
    items = [];
  };
  for (const line of text.split(/\r\n?|\n/)) {
    if (blocks.length >= MAX_BLOCKS) break;
    const trimmed = line.trim();
    const heading = HEADING.exec(trimmed)?.[1];
    const item = ITEM.exec(trimmed)?.[1];
    if (trimmed === '') close();
    else if (heading !== undefined) {
      close();
      blocks.push({ kind: 'heading', text: heading });
    } else if (item !== undefined) {
      if (paragraph.length > 0) close();
      items.push(item);
    } else if (items.length > 0) {
      // A line without a mark continues the item above it.
      items[items.length - 1] += ` ${trimmed}`;
    } else paragraph.push(trimmed);
  }
  close();
  return blocks;
}
