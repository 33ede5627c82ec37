/** @file The page, from its address to its first rendering, and what begins once it is there. */
import { StrictMode, startTransition, useEffect, type ReactNode } from 'react';
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
import { nextTask } from '../src/base/nextTask';

type Start = () => unknown;

/** What the first rendering needs. */
const FIRST: readonly Start[] = [startUrlSync, startPageAttributes];

/** What begins once the page is there. Programs that drive the page find it when everything else has begun. */
const THEN: readonly Start[] = [
  startLoadingRecorded,
  // First of what asks the worker: where no worker starts, the others find that said already, and do not say it again.
  () => useLab.getState().probe(),
  startRestoring,
  startEstimating,
  startInspecting,
  startFollowing,
  startFollowingLibrary,
  startAskingBeforeLeaving,
  loadCurveChartOnFirstTouch,
  startOffline,
  () => useLab.getState().countSetAside(),
  fetchLaterParts,
  exposeAutomation,
];

/** The page is drawn, and the rest begins, even if one of these fails. */
async function begin(starts: readonly Start[]): Promise<void> {
  for (const start of starts) {
    try {
      start();
    } catch (error) {
      reportError(error);
    }
    await nextTask();
  }
}

/** Draws the page in place of what index.html shows. @returns resolves when it is there */
function draw(root: HTMLElement, page: ReactNode): Promise<void> {
  return new Promise((resolve) => {
    function Whole() {
      useEffect(resolve, []);
      return page;
    }
    // As a transition it is drawn in short tasks, and only put into the page at the end.
    startTransition(() => createRoot(root).render(<Whole />));
  });
}

export async function startPage(): Promise<void> {
  await begin(FIRST);
  await firstParts();
  const root = document.getElementById('root');
  if (root)
    await draw(
      root,
      <StrictMode>
        <LastResort>
          <App />
          <Explanations />
        </LastResort>
      </StrictMode>,
    );
  await begin(THEN);
}
