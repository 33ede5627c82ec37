/** @file Shows unvetted text as paragraphs, headings and lists. Nothing in it is taken as markup. */
import { useMemo } from 'react';
import { textBlocks } from '../../src/workshop/textBlocks';

export function TextBlocks({ text }: { readonly text: string }) {
  const blocks = useMemo(() => textBlocks(text), [text]);
  return blocks.map((block, index) => {
    switch (block.kind) {
      case 'heading':
        return <h3 key={index}>{block.text}</h3>;
      case 'paragraph':
        return <p key={index}>{block.text}</p>;
      case 'list':
        return (
          <ul key={index}>
            {block.items.map((item, position) => (
              <li key={position}>{item}</li>
            ))}
          </ul>
        );
    }
  });
}
