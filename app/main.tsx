/**
 * @file Starts the page. It stands in index.html already, as far as it is the same for everybody: that is painted first, and
 * then what makes it a laboratory comes in tasks of its own, each short enough for the browser to answer in between.
 */
import { nextTask } from '../src/base/nextTask';
import { painted } from './ui/painting';
import { typeReady } from './ui/type';
import './styles/fonts.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/fold.css';
import './styles/layout.css';
import './styles/sources.css';
import './styles/scenario.css';
import './styles/data.css';
import './styles/run.css';
import './styles/results.css';
import './styles/densities.css';
import './styles/curves.css';
import './styles/panels.css';
import './styles/lineUp.css';
import './styles/barsOnly.css';
import './styles/choices.css';
import './styles/rank.css';
import './styles/front.css';
import './styles/lessons.css';
import './styles/differences.css';
import './styles/trained.css';
import './styles/overlays.css';
import './styles/elsewhere.css';
import './styles/workshop.css';
import './styles/library.css';
import './styles/power.css';
import './styles/recommend.css';
import './styles/footing.css';
import './styles/sweep.css';
import './styles/view.css';
import './styles/links.css';
import './styles/steady.css';
import './styles/save.css';
import './styles/reliability.css';
import './styles/anatomy.css';
import './styles/shell.css';

/**
 * Asks for all scripts of the page at once. They come after the style sheet and the typefaces, which would otherwise share the
 * connection with ten times as many bytes that nobody sees. The development server has no list.
 */
function fetchScripts(): void {
  const list = document.querySelector('meta[name="lora-lab-scripts"]')?.getAttribute('content') ?? '';
  for (const href of list.split(' ').filter(Boolean))
    document.head.append(
      Object.assign(document.createElement('link'), { rel: 'modulepreload', crossOrigin: '', href }),
    );
}

async function start(): Promise<void> {
  await typeReady();
  // The projector's view begins empty.
  if (document.documentElement.dataset['addressed'] !== 'projector') await painted();
  fetchScripts();
  await import('react-dom/client');
  await nextTask();
  await import('../src/lessons');
  await nextTask();
  await import('./store/lab');
  await nextTask();
  const { startPage } = await import('./page');
  await nextTask();
  await startPage();
}

// An await of the file itself would never end: the parts it waits for import from the file that this becomes a part of.
void start();
