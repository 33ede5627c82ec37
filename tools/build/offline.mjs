/** @file Gives the build its name, and a service worker that holds a list of the build's files. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const SOURCE = fileURLToPath(new URL('../../app/offline/serviceWorker.ts', import.meta.url));

/** Texts beside the model, which the page never asks for. */
const NOT_KEPT = /(\.md|\.map|^sw\.js)$/;

/** Kept once they have been asked for: few visits open more than one lesson. The opening experiment's is always kept. */
const ON_DEMAND = /^recorded\/(?!opening\.json$)/;

/** @param {string | Buffer} data */
const sha256 = (data) => createHash('sha256').update(data).digest('hex');

/** @param {string} folder @returns {string[]} paths inside it */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/**
 * @param {string} folder
 * @returns paths relative to the page, with the sha256 of what is there: of the files that are kept from the first visit
 *   on, and of those that are kept once they have been asked for
 */
function keptFiles(folder) {
  const paths = filesIn(folder).filter((path) => !NOT_KEPT.test(path));
  /** @param {boolean} later @returns {Record<string, string>} */
  const listed = (later) =>
    Object.fromEntries(
      paths
        .filter((path) => ON_DEMAND.test(path) === later)
        .map((path) => [path, sha256(readFileSync(join(folder, path)))]),
    );
  return { atOnce: listed(false), onDemand: listed(true) };
}

/** @returns {import('vite').Plugin} */
export function offline() {
  /** @type {import('vite').ResolvedConfig} */
  let config;
  let name = '';
  return {
    name: 'lora-lab:offline',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        // Names of built files hold a hash of their content; those of public/ do not.
        const { publicDir } = config;
        const shared = filesIn(publicDir).map((path) => path + sha256(readFileSync(join(publicDir, path))));
        name = sha256([html, ...Object.keys(bundle).sort(), ...shared].join('\n')).slice(0, 12);
        return [{ tag: 'meta', attrs: { name: 'lora-lab-build', content: name }, injectTo: 'head' }];
      },
    },
    async writeBundle({ dir }) {
      if (dir === undefined) return;
      const { atOnce, onDemand } = keptFiles(dir);
      const define = {
        __BUILD__: JSON.stringify(name),
        __PRECACHE__: JSON.stringify(atOnce),
        __ON_DEMAND__: JSON.stringify(onDemand),
      };
      const built = await build({
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        define,
        build: {
          write: false,
          target: 'es2022',
          rolldownOptions: { input: SOURCE, output: { format: 'iife', entryFileNames: 'sw.js' } },
        },
      });
      const [result] = Array.isArray(built) ? built : [built];
      const chunk = result && 'output' in result ? result.output[0] : undefined;
      if (!chunk) throw new Error('The service worker was not built.');
      writeFileSync(join(dir, 'sw.js'), chunk.code);
    },
  };
}
