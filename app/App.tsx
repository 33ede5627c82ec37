/** @file The page: a question on top, the experiment at the left, its results at the right. */
import { useDeferredValue } from 'react';
import { Results } from './results/Results';
import { ShareButtons } from './results/ShareButtons';
import { Notices } from './run/Notices';
import { RunBar } from './run/RunBar';
import { useRunView } from './run/useRunView';
import { Questions } from './scenario/Questions';
import { ScenarioEditor } from './scenario/ScenarioEditor';
import { ScenarioList } from './scenario/ScenarioList';
import { TrainingPanel } from './scenario/TrainingPanel';
import { useLab } from './store/lab';
import { ThemeToggle } from './ui/ThemeToggle';

export function App() {
  const view = useRunView();
  // Charts may lag a moment behind, so that drawing them never holds up a click.
  const shown = useDeferredValue(view);
  const running = useLab((lab) => lab.run.status !== 'idle');
  return (
    <>
      <header className="masthead">
        <h1>LoRA Lab</h1>
        <p>Which modules are worth fine-tuning, and what does each choice cost?</p>
        <ThemeToggle />
      </header>
      <main>
        <div className="topic">
          <Questions disabled={running} />
          <ShareButtons anyResults={view.slots.some(({ record }) => record !== null)} />
        </div>
        <Notices />
        <div className="bench">
          <section className="experiment" aria-label="Experiment" data-running={running ? '' : undefined}>
            <ScenarioList disabled={running} />
            <ScenarioEditor disabled={running} />
            <TrainingPanel disabled={running} />
          </section>
          <div className="evidence">
            <RunBar view={view} />
            <Results view={shown} />
          </div>
        </div>
      </main>
    </>
  );
}
