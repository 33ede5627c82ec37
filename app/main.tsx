/** @file Starts the page. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { fetchLaterParts, firstParts } from './firstParts';
import { exposeAutomation } from './automation';
import { startOffline } from './offline/newVersion';
import { loadCurveChartOnFirstTouch } from './results/curves/loadCurveChart';
import { startFollowingLibrary } from './store/effects/followLibrary';
import { startFollowing } from './store/effects/following';
import { useLab } from './store/lab';
import { startEstimating } from './store/effects/estimating';
import { startInspecting } from './store/effects/inspecting';
import { startAskingBeforeLeaving } from './store/effects/leaving';
import { startLoadingRecorded } from './store/effects/loadingRecorded';
import { startRestoring } from './store/effects/restore';
import { startUrlSync } from './store/effects/urlSync';
import { startPageAttributes } from './workshop/pageAttributes';
import { Explanations } from './ui/Explained';
import { LastResort } from './LastResort';
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
import './styles/lessons.css';
import './styles/differences.css';
import './styles/trained.css';
import './styles/overlays.css';
import './styles/elsewhere.css';
import './styles/workshop.css';
import './styles/library.css';
import './styles/power.css';
import './styles/sweep.css';
import './styles/view.css';
import './styles/links.css';
import './styles/steady.css';
import './styles/save.css';
import './styles/reliability.css';
import './styles/anatomy.css';

// The page is drawn even if one of these fails.
for (const start of [
  startUrlSync,
  startLoadingRecorded,
  startPageAttributes,
  startRestoring,
  startEstimating,
  startInspecting,
  startFollowing,
  startFollowingLibrary,
  startAskingBeforeLeaving,
  exposeAutomation,
  loadCurveChartOnFirstTouch,
  startOffline,
  useLab.getState().probe,
  () => void useLab.getState().countSetAside(),
])
  try {
    start();
  } catch (error) {
    reportError(error);
  }

async function show(): Promise<void> {
  await Promise.all([typeReady(), firstParts()]);
  const root = document.getElementById('root');
  if (root)
    createRoot(root).render(
      <StrictMode>
        <LastResort>
          <App />
          <Explanations />
        </LastResort>
      </StrictMode>,
    );
  fetchLaterParts();
}

// An await of the file itself would never end: the parts it waits for import from the file that this becomes a part of.
void show();
