/** @file `npm start`: installs what is missing, builds the lab, serves it, and prints its address. */
import { readFlags, readPort, UsageError } from './lib/cli/flags.mjs';
import { messageOf } from './lib/process.mjs';
import { ensureBuilt, ensureInstalled } from './setup.mjs';

const USAGE = 'npm start [-- --port 4173] [--host 127.0.0.1]';
const DEFAULT_PORT = '4173';

/** @returns {Promise<void>} */
async function start() {
  const { values, switches } = readFlags(process.argv.slice(2), {
    values: ['port', 'host'],
    switches: ['help'],
  });
  if (switches.has('help')) return console.log(USAGE);
  const asked = values.get('port') ?? (process.env.PORT || undefined);
  const port = readPort(asked ?? DEFAULT_PORT, values.has('port') ? '--port' : 'PORT');

  ensureInstalled();
  ensureBuilt();
  const { serve } = await import('./lib/serve.mjs');
  // A port that someone asked for is not silently replaced by another.
  const server = await serve({ host: values.get('host'), port, strictPort: asked !== undefined }).catch(
    (/** @type {unknown} */ error) => {
      throw new Error(`${messageOf(error)}. Choose another port with \`npm start -- --port 4174\`.`);
    },
  );
  console.log(`\n  LoRA Lab: ${server.url}\n\n  Open it in a browser with WebGPU; Ctrl-C ends it.`);
}

try {
  await start();
} catch (error) {
  console.error(messageOf(error));
  if (error instanceof UsageError) console.error(USAGE);
  process.exit(error instanceof UsageError ? 2 : 1);
}
