/** @file `npm run headless`: runs an experiment in the page, in a headless browser, and writes its results. */
import { basename, join, resolve } from 'node:path';
import { readFlags, UsageError } from './lib/cli/flags.mjs';
import { checkWritable, checkWritableFolder } from './lib/cli/outFile.mjs';
import { isProgram, messageOf, ROOT } from './lib/process.mjs';
import { FOOTING_FLAGS, readFootingFlags } from './lib/cli/footingFlags.mjs';
import { RACE_FLAGS, readRaceFlags } from './lib/cli/raceFlags.mjs';
import { RANK_FLAGS, readRankFlags } from './lib/cli/rankFlags.mjs';
import { checkScores, readScoreFlags, SCORE_FLAGS } from './lib/cli/scoreFlags.mjs';
import { readSettings, SETTING_FLAGS, withSettings } from './lib/cli/settingFlags.mjs';
import { readSources, SOURCE_FLAGS } from './lib/cli/sourceFlags.mjs';
import { readBrowserFlags } from './lib/browser/browserFlags.mjs';
import { ensureBrowser, ensureBuilt, ensureInstalled } from './setup.mjs';

const USAGE = `npm run headless -- [options]
  --experiment WHAT    a URL fragment, a whole address, or a file: an experiment or results as JSON, or an address
                       (without it: the experiment that the page opens with)
  --model WHAT         the folder of a model (config.json, tokenizer.json, *.safetensors), or a name of the lab or a hub;
                       the scenarios' modules are carried over to its layers
  --train FILE         data to train on: CSV, TSV, JSON lines or Parquet
  --validation FILE    data to measure on (without it: a part of --train is held out)
  --text, --pair, --label COLUMN   columns of the text, the second text ("none") and the label (without: by name)
  --header yes|no, --delimiter comma|semicolon|tab|bar, --encoding NAME, --missing WORDS
                       how these files are read (without: as the files look; --missing none keeps words like NA)
  --adapter PATH       the folder or zip of a PEFT adapter to begin a scenario with, beside those of --experiment;
                       may be repeated
  --evaluate-only      measure the adapters as they are
  --save-adapter DIR   write each finished trial's PEFT adapter to DIR/<scenario>-seed<n>/
  --trials, --seed, --steps, --epochs, --batch, --length, --lr, --rows, --validation-rows,
  --evaluate-every N   as in the address; rows may be "all"; --evaluate-every is in steps, or "pass"
  --pick sample|first|per-seed   which rows, where not all are used; per-seed draws training rows anew for each seed
  --delta POINTS       the smallest difference that matters (without it: 1)
  --up-to N, --looks growing|end   the most seeds of the plan, and when verdicts are given
  --measure accuracy|macro-f1|balanced-accuracy|mcc   what scenarios are compared by
  --together auto|off|N   how many trials that differ in the seed alone train in one pass (without it: as many as fit and
                       save time; one by one on a software adapter)
  --scores gradient:N | plop:N | adalora:N | loradrop:N | knockout   score the modules, over N batches or training steps of
                       each of three seeds, instead of running trials; the last two run the trials first, and score the
                       first scenario with adapters; --out gets the scores; several with commas between them
  --judge K[,K...]     with --scores: add the K best and the K worst modules by each score and draws of K at random, with
                       equally many parameters, run all trials, and say whether the scores chose better than chance; --out
                       gets the results
  --draws N            how many draws at random, from 1 to 10 (without it: 3)
  --scores-out FILE    where --judge writes the scores and verdicts, as JSON
  --ranks N|same       with --scores: add a scenario whose modules get ranks by the score, with at most N trainable
                       parameters, or as many as the first scenario with adapters has; --ranks-to worst gives the large
                       ranks to small scores
  --recommend accuracy|macro-f1|balanced-accuracy|mcc   race candidates by this measure instead of running trials, and
                       end with one recommendation; --out gets the evidence, --delta says which difference matters
  --candidates short|long|own   the experiment's scenarios and a short list of the lab's (without it), a long one, or these
                       scenarios alone
  --cheap memory|parameters|time   what is to be small where candidates are equally good (without it: memory)
  --max-memory MB, --max-parameters N, --max-minutes M   the most that a candidate may take; minutes are of one trial
  --budget MINUTES     how long the race may take (without it: 15)
  --resume FILE        what --out of an earlier race wrote: its trials are not trained again
  --equal parameters|memory|time[:NAME]   before the run, bring the scenarios to what NAME, or the first, takes, by
                       their ranks or steps
  --tune-rates         before the run, try each scenario with five learning rates on two seeds that the run does not
                       use, and take the best (--rates 3|5|7, --rate-factor 2|3, --rate-seeds N)
  --no-shuffle         train in the file's order
  --hub URL            the hub's address, for mirrors; an access token is taken from LAB_HUB_TOKEN
  --out FILE           where to write the results, as JSON; written anew after every trial
  --backend NAME       webgpu, wasm or cpu (without it: the best that the browser has)
  --browser PATH       a Chromium-based browser (without it: LAB_CHROMIUM, or the first one found)
  --software           use the software adapter even if there is a GPU
  --matrix-units       have the browser offer the matrix units of NVIDIA's cards, which precision=mixed then uses
  --timeout MINUTES    give up after this long, keeping what is finished
  --quiet              no progress
Exit status: 0 if every trial ended as done, 1 if not, 2 for wrong usage, 130 if cancelled with Ctrl-C
(143 by SIGTERM, 129 by SIGHUP).`;

const FLAGS = {
  values: [
    ...['experiment', 'out', 'backend', 'browser', 'timeout', 'save-adapter'],
    ...SCORE_FLAGS.values,
    ...RACE_FLAGS.values,
    ...FOOTING_FLAGS.values,
    ...RANK_FLAGS.values,
    ...SOURCE_FLAGS.values,
    ...SETTING_FLAGS.values,
  ],
  switches: [
    ...['software', 'matrix-units', 'quiet', 'help'],
    ...FOOTING_FLAGS.switches,
    ...SOURCE_FLAGS.switches,
    ...SETTING_FLAGS.switches,
  ],
  lists: SOURCE_FLAGS.lists,
};
const BACKENDS = ['webgpu', 'wasm', 'cpu'];
/** @typedef {import('../src/results/results').BackendName} BackendName */

/** @param {readonly string[]} args */
function readOptions(args) {
  const flags = readFlags(args, FLAGS);
  const { values, switches } = flags;
  const backend = values.get('backend') ?? null;
  if (backend !== null && !BACKENDS.includes(backend))
    throw new UsageError(`--backend is "${backend}", not one of ${BACKENDS.join(', ')}`);
  const minutes = Number(values.get('timeout') ?? Infinity);
  if (!(minutes > 0))
    throw new UsageError(`--timeout is "${values.get('timeout')}", not a number of minutes`);
  const asked = values.get('out');
  const out = asked === undefined ? null : resolve(asked);
  if (out !== null) checkWritable(out);
  const scores = readScoreFlags(flags);
  if (scores !== null && scores.scoresOut !== null) {
    scores.scoresOut = resolve(scores.scoresOut);
    checkWritable(scores.scoresOut, 'scores-out');
    if (scores.scoresOut === out) throw new UsageError('--out and --scores-out name the same file');
  }
  const sources = readSources(flags);
  const savedTo = values.get('save-adapter') ?? null;
  const other = ['scores', 'recommend'].filter((name) => values.has(name));
  if (other.length > 1) throw new UsageError('--scores and --recommend do not go together: give one of them');
  if (savedTo !== null && other.length > 0 && !scores?.judge)
    throw new UsageError(
      `--save-adapter saves what a run trained, and does not go together with --${other[0]}`,
    );
  if (savedTo !== null) checkWritableFolder('save-adapter', savedTo);
  return {
    flags,
    sources,
    savedTo,
    experiment: values.get('experiment') ?? null,
    out,
    backend: /** @type {BackendName | null} */ (backend),
    browser: values.get('browser') ?? null,
    scores,
    ranks: readRankFlags(values),
    race: readRaceFlags(values),
    footing: readFootingFlags(flags, other[0]),
    minutes,
    // Other backends need no GPU adapter, so that none is looked for.
    software: switches.has('software') || (backend !== null && backend !== 'webgpu'),
    browserFlags: readBrowserFlags(switches),
    quiet: switches.has('quiet'),
    help: switches.has('help'),
  };
}

/**
 * The experiment's address, and the sources beside it.
 * @param {typeof import('./lib/cli/experiment.mjs')} lab
 * @param {ReturnType<typeof readOptions>} options
 */
async function readExperiment(lab, { flags, sources, experiment }) {
  const { experimentFragment } = await import('./lib/cli/experimentArgument.mjs');
  const { model, train, adapters, evaluateOnly, hub } = sources;
  const settings = readSettings(lab, flags);
  // Without an experiment only the adapters could be run, and measuring one again would change nothing.
  const alone = experiment === null && adapters.length > 0;
  if (alone && evaluateOnly && !settings.has('trials')) settings.set('trials', '1');
  const kind = typeof model === 'string' ? lab.parseSourceRef('model', model)?.kind : 'local';
  if (typeof model === 'string' && kind !== 'hub' && kind !== 'embedded')
    throw new UsageError(
      `--model "${model}" is neither a folder nor a name such as roberta-base or owner/name`,
    );
  const tell = (/** @type {string} */ note) => console.error(`note: ${note}`);
  const fragment = experiment === null ? '' : experimentFragment(lab, experiment, tell);
  return {
    fragment: withSettings(lab, fragment, settings, train === null ? null : basename(train)),
    sources: { ...sources, hub: hub === null ? null : hubAddress(lab, hub) },
    alone,
  };
}

/** @param {typeof import('./lib/cli/experiment.mjs')} lab @param {string} text */
function hubAddress(lab, text) {
  try {
    return lab.normalizeHubUrl(text);
  } catch (error) {
    const { message, remedy } = lab.describeError(error);
    throw new UsageError(`--hub: ${message} ${remedy}`);
  }
}

/**
 * Takes the hub's access token out of the environment, so that the programs started from here do not get it.
 * @returns {string | null}
 */
function takeToken() {
  const token = process.env.LAB_HUB_TOKEN ?? '';
  delete process.env.LAB_HUB_TOKEN;
  return token === '' ? null : token;
}

/** @type {Promise<typeof import('./lib/cli/experiment.mjs')> | null} */
let imported = null;

/** The lab's own modules, which take a second to transform, once in a process. */
function importLab() {
  imported ??= import('vite')
    .then(({ runnerImport }) =>
      runnerImport(join(ROOT, 'tools/lib/cli/experiment.mjs'), { configFile: false, logLevel: 'error' }),
    )
    .then(({ module }) => /** @type {typeof import('./lib/cli/experiment.mjs')} */ (module));
  return imported;
}

/** @param {readonly string[]} args @returns {Promise<number>} the exit status */
async function main(args) {
  const token = takeToken();
  const options = readOptions(args);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  ensureInstalled();
  const lab = await importLab();
  const { fragment, sources, alone } = await readExperiment(lab, options);
  if (options.scores !== null) checkScores(lab, options.scores.requests);
  const executablePath = ensureBrowser(options.browser);
  ensureBuilt();

  const { serve } = await import('./lib/serve.mjs');
  const { openLab, pageMessage } = await import('./lib/browser/labPage.mjs');
  const { handOver } = await import('./lib/cli/localSources.mjs');
  const server = await serve({ port: 0 });
  const { software, browserFlags: more } = options;
  /** @type {Awaited<ReturnType<typeof openLab>> | null} */
  let opened = null;
  try {
    opened = await openLab({ executablePath, url: server.url, fragment, software, more, hub: sources.hub });
    try {
      await handOver(opened.page, sources, { token, alone });
    } catch (error) {
      console.error(pageMessage(error));
      return 1;
    }
    if (options.scores !== null) {
      const { requests, judge, scoresOut } = options.scores;
      if (judge !== null) {
        const { judgeAndReport } = await import('./lib/cli/judgeInPage.mjs');
        return await judgeAndReport(opened, lab, { requests, judge, scoresOut }, options);
      }
      const { scoreAndReport } = await import('./lib/cli/scoreInPage.mjs');
      return await scoreAndReport(opened, requests, options);
    }
    if (options.race !== null) {
      const { recommendAndReport } = await import('./lib/cli/recommendInPage.mjs');
      return await recommendAndReport(opened, options.race, options);
    }
    const { runAndReport } = await import('./lib/cli/reportRun.mjs');
    return await runAndReport(opened, lab, options);
  } finally {
    await opened?.browser.close();
    await server.close();
  }
}

/**
 * Runs what the arguments ask for, and says what is wrong with them.
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit status
 */
export async function headless(args) {
  try {
    return await main(args);
  } catch (error) {
    console.error(messageOf(error));
    if (error instanceof UsageError) console.error('`npm run headless -- --help` lists the options.');
    return error instanceof UsageError ? 2 : 1;
  }
}

if (isProgram(import.meta.url)) process.exitCode = await headless(process.argv.slice(2));
