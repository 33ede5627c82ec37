/**
 * @file Writes the first words of the page into index.html, so that they are painted before any script has come, and the names
 * of the scripts that app/main.tsx asks for then.
 */

const PLACE = /\{\{(\w+)\}\}/g;

/** @param {string} text */
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * @param {string} html with places for words, `{{name}}`
 * @param {Readonly<Record<string, string>>} words
 * @returns {string}
 */
export function withWords(html, words) {
  const used = new Set();
  const filled = html.replace(PLACE, (_, /** @type {string} */ key) => {
    const word = words[key];
    if (word === undefined) throw new Error(`index.html asks for {{${key}}}, and there is no such word.`);
    used.add(key);
    return escape(word);
  });
  const missing = Object.keys(words).filter((key) => !used.has(key));
  if (missing.length > 0) throw new Error(`index.html has no place for {{${missing.join('}}, {{')}}}.`);
  return filled;
}

/**
 * @param {Readonly<Record<string, string>>} words
 * @param {readonly string[]} first names of the scripts that the page imports in turn as it starts
 * @returns {import('vite').Plugin[]}
 */
export function shell(words, first) {
  return [
    {
      name: 'lora-lab:shell',
      // Other pages pass through here too: those in which tests run.
      transformIndexHtml: {
        order: 'pre',
        handler: (html) => (html.includes('<div id="root">') ? withWords(html, words) : html),
      },
    },
    {
      name: 'lora-lab:first-scripts',
      apply: 'build',
      transformIndexHtml: {
        order: 'post',
        handler(_, { bundle = {} }) {
          const files = Object.values(bundle)
            .filter((file) => file.type === 'chunk' && first.includes(file.name))
            .map(({ fileName }) => fileName);
          if (files.length !== first.length)
            throw new Error(`The build has ${files.length} of the first scripts ${first.join(', ')}.`);
          const content = files.map((file) => `./${file}`).join(' ');
          return [{ tag: 'meta', attrs: { name: 'lora-lab-scripts', content }, injectTo: 'head' }];
        },
      },
    },
  ];
}
