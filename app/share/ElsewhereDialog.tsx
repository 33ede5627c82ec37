/** @file The dialog that takes the experiment to other machines: as a command, as a file, and one scenario as Python. */
import { useId, useMemo, useState } from 'react';
import { count, duration } from '../../src/base/format';
import { scenarioId } from '../../src/experiment/scenarioId';
import { ASSUMED_FLOPS } from '../../src/python/gpuHours';
import { CopiedText } from '../ui/CopiedText';
import { PythonScript } from '../ui/PythonScript';
import { Dialog } from '../ui/Dialog';
import { downloadFile, fileStem } from '../ui/download';
import type { PageDialogProps } from '../ui/pageDialog';
import { useLab } from '../store/lab';
import { elsewhere, scriptOf, type Elsewhere } from './elsewhere';

const INSTALL = 'pip install ./cluster';

export default function ElsewhereDialog({ onClose }: PageDialogProps) {
  // What a run behind the dialog learns changes nothing here.
  const [lab] = useState(() => useLab.getState());
  const told = useMemo(() => elsewhere(lab), [lab]);
  const trials = lab.experiment.scenarios.length * lab.experiment.trials;
  return (
    <Dialog
      title="Run elsewhere"
      description="The same experiment with PyTorch, on a GPU server or a cluster: the same seeds give the same trials, and the library takes the results file."
      onClose={onClose}
    >
      <section className="elsewhere-part" aria-label="The command">
        <p className="caption">
          Once, in a copy of the lab’s repository: <code>{INSTALL}</code>. Then, in a shell:
        </p>
        <CopiedText what="the command" text={told.command} testId="elsewhere-command" lines={3} />
        <Taken {...told} />
        <Estimate {...told} trials={trials} />
        <div className="elsewhere-file">
          <button
            type="button"
            className="text-button"
            data-testid="elsewhere-file"
            onClick={() =>
              downloadFile('experiment.json', new Blob([told.file], { type: 'application/json' }))
            }
          >
            Save experiment.json
          </button>
          <span className="caption">It can stand in place of the address in the command.</span>
        </div>
      </section>
      <AsPython scenarios={lab.experiment.scenarios.map(({ name }) => name)} />
    </Dialog>
  );
}

function Taken({ taken }: Pick<Elsewhere, 'taken'>) {
  if (taken.length === 0)
    return <p className="caption">No file of yours is needed: model and data are found by their names.</p>;
  return (
    <div className="caption" data-testid="elsewhere-taken">
      <p>The command carries no files. Take along, and correct their paths:</p>
      <ul>
        {taken.map(({ flag, name, what }) => (
          <li key={`${flag} ${name}`}>
            <code>{name}</code>, {what}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Estimate({ gpuSeconds, ownSeconds, trials }: Elsewhere & { readonly trials: number }) {
  const speed = count(ASSUMED_FLOPS / 1e12);
  const rough =
    gpuSeconds === null
      ? 'How long it takes on a GPU cannot be told before the lab has looked at model and data.'
      : `Roughly ${hours(gpuSeconds)} of one GPU for ${count(trials)} ${trials === 1 ? 'trial' : 'trials'}, one after another. ` +
        `Nothing was measured there: this assumes ${speed} TFLOP/s in float32, every sentence at full length, and 20 ms a step at least.`;
  const own =
    ownSeconds === null ? '' : ` This device needs ${duration(ownSeconds)}, by the speed that it had here.`;
  return (
    <p className="caption" data-testid="elsewhere-estimate">
      {rough}
      {own}
    </p>
  );
}

/** "1.3 hours", "4 minutes", "a minute". */
function hours(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  if (seconds < 3600) return minutes === 1 ? 'a minute' : `${count(minutes)} minutes`;
  const value = seconds / 3600;
  return `${value < 10 ? value.toFixed(1) : count(Math.round(value))} hours`;
}

function AsPython({ scenarios }: { readonly scenarios: readonly string[] }) {
  const id = useId();
  const selected = useLab((lab) =>
    lab.experiment.scenarios.findIndex((each) => scenarioId(each) === lab.selectedId),
  );
  const [at, setAt] = useState(Math.max(0, selected));
  const script = useMemo(() => {
    const lab = useLab.getState();
    const scenario = lab.experiment.scenarios[at];
    return scenario ? scriptOf(lab, scenario) : '';
  }, [at]);
  const name = `${fileStem(scenarios[at] ?? 'scenario')}.py`;
  return (
    <section className="elsewhere-part" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>As Python</h3>
      <p className="caption">
        One scenario as a plain script with Transformers, PEFT and datasets, to keep and to cite. Its random
        numbers are PyTorch’s own, so single trials differ from the lab’s.
      </p>
      <div className="field">
        <label htmlFor={`${id}-scenario`}>Scenario</label>
        <select
          id={`${id}-scenario`}
          value={at}
          data-testid="python-scenario"
          onChange={(event) => setAt(Number(event.target.value))}
        >
          {scenarios.map((each, i) => (
            <option key={each} value={i}>
              {each}
            </option>
          ))}
        </select>
      </div>
      <PythonScript
        what="Python"
        script={script}
        file={name}
        testId="python-script"
        saveTestId="python-save"
      />
    </section>
  );
}
