/** @file The page: the lesson and its question at the top, the experiment on the left, its results on the right. */
import { lazy } from 'react';
import { Anatomy } from './anatomy/Anatomy';
import { Dialogs } from './Dialogs';
import { LessonMenu } from './lessons/LessonMenu';
import { OpenLesson } from './lessons/OpenLesson';
import { LibraryButton } from './library/LibraryButton';
import { Notices } from './run/Notices';
import { LockedDuringRun } from './lock/LockedDuringRun';
import { AddAdapter } from './scenario/AddAdapter';
import { JudgingPanel } from './scenario/JudgingPanel';
import { ScenarioEditor } from './scenario/ScenarioEditor';
import { ScenarioList } from './scenario/ScenarioList';
import { TrainingPanel } from './scenario/TrainingPanel';
import { ShareButtons } from './share/ShareButtons';
import { Sources } from './sources/Sources';
import { useLab } from './store/lab';
import OPENING from './ui/opening.json';
import { opensWithAnatomy } from './store/selectors';
import { GRID_ID, RESULTS_ID, SkipLinks } from './ui/SkipLinks';
import { ThemeToggle } from './ui/ThemeToggle';
import { ProjectorToggle } from './workshop/ProjectorToggle';
import { RunOrShared } from './workshop/RunOrShared';
import { WorkshopEnd, WorkshopTop } from './workshop/Workshop';
import { InTurn } from './ui/InTurn';
import { Loaded } from './ui/Loaded';
import { loadable } from './ui/loadable';

const Library = lazy(() => import('./library/Library'));
export const Results = loadable('The results', () => import('./results/Results'));

/** Asks the store only which screen is open. Each part asks for what it shows, and is drawn again only when that changes. */
export function App() {
  const screen = useLab((lab) => lab.screen);
  const { goTo } = useLab.getState();
  return (
    <>
      {screen === 'lab' && <SkipLinks />}
      <header className="masthead">
        <h1>{OPENING.name}</h1>
        <p>{OPENING.purpose}</p>
        <ProjectorToggle />
        <ThemeToggle />
      </header>
      <main>
        {screen === 'library' ? (
          <Loaded what="The library" leave={{ label: 'Back to the lab', onLeave: () => goTo('lab') }}>
            <Library />
          </Loaded>
        ) : (
          <Lab />
        )}
      </main>
      <Dialogs />
    </>
  );
}

function Lab() {
  const isFirst = useLab(opensWithAnatomy);
  return (
    <>
      <div className="topic">
        <LockedDuringRun part="lessons" quiet>
          <LessonMenu />
        </LockedDuringRun>
        <LibraryButton />
        <ShareButtons />
      </div>
      <RunOrShared />
      <Notices />
      <div className="bench">
        <div className="brief">
          {isFirst && <Anatomy />}
          <WorkshopTop />
          <OpenLesson />
        </div>
        <section className="experiment" id={GRID_ID} tabIndex={-1} aria-label="Experiment">
          <ScenarioList />
          <LockedDuringRun part="modules">
            <ScenarioEditor />
          </LockedDuringRun>
          <div className="settings">
            <LockedDuringRun part="sources">
              <Sources />
            </LockedDuringRun>
            <LockedDuringRun part="training">
              <TrainingPanel />
            </LockedDuringRun>
            <JudgingPanel />
          </div>
          <LockedDuringRun part="scenarios">
            <AddAdapter />
          </LockedDuringRun>
        </section>
        <div className="evidence">
          {!isFirst && <Anatomy />}
          <div className="findings" id={RESULTS_ID} tabIndex={-1}>
            {/* It is drawn by itself, because the browser lays out either of them as long as it may take without a pause. */}
            <InTurn value first={false}>
              {(due) => due && <Results />}
            </InTurn>
            <WorkshopEnd />
          </div>
        </div>
      </div>
    </>
  );
}
