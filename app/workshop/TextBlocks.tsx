/** @file A stranger's text as paragraphs, headings and lists; nothing in it is markup. */
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
            {block.items.map((item, place) => (
              <li key={place}>{item}</li>
            ))}
          </ul>
        );
    }
  });
}
