/** @file What the built page may load, run and send: its Content-Security-Policy, as a meta tag that any static server serves. */

/**
 * @type {Readonly<Record<string, string>>}
 * tools/build/README.md says why each directive is as wide as it is. Because a hub is a setting and a meta tag cannot be
 * widened later, the policy allows any https origin; which one is asked is the person's choice, which the code enforces.
 */
const DIRECTIVES = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self' blob:",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': "'self' blob: data:",
  'manifest-src': "'self'",
  'connect-src': "'self' https: http://localhost:* http://127.0.0.1:*",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'lora-lab',
};

export const CONTENT_POLICY = Object.entries(DIRECTIVES)
  .map(([name, value]) => `${name} ${value}`)
  .join('; ');

const CHARSET = '<meta charset="utf-8" />';

/**
 * Applies to the build alone, because the development server's hot reload needs inline scripts and styles.
 * @returns {import('vite').Plugin}
 */
export function contentPolicy() {
  return {
    name: 'lora-lab:content-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        // The policy does not bind what comes before its tag, so only the encoding does.
        if (!html.includes(CHARSET))
          throw new Error(`index.html has no ${CHARSET} to put the policy behind.`);
        const tag = `<meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}" />`;
        return html.replace(CHARSET, `${CHARSET}\n    ${tag}`);
      },
    },
  };
}
