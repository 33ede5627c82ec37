/** @file The test sentences: a button that measures on them once, and what came of it. */
import { memo, useMemo, useState } from 'react';
import { finalTestTable, formatSource, type FinalTestTable } from '../../../src/figures/finalTestTable';
import type { DataInspection } from '../../../workers/protocol';
import { useLab } from '../../store/lab';
import { testKey } from '../../store/results/finalTestSlice';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';

/** @param groups every scenario of the experiment on the page, in its order */
export const FinalTest = memo(function FinalTest({ groups }: { readonly groups: readonly ScenarioGroup[] }) {
  const isShared = useLab((lab) => lab.shared !== null);
  const test = useLab((lab) => lab.finalTests[testKey(lab.experiment, lab)]);
  const of = useLab((lab) => lab.experiment.data.testSplit ?? sourceOf(lab.inspection));
  const table = useMemo(() => test && finalTestTable(groups, test), [groups, test]);
  if (isShared || (!table && of === null)) return null;
  return (
    <section className="final-test" aria-labelledby="final-test-title" data-testid="final-test">
      <h2 id="final-test-title">Test sentences</h2>
      {table ? <Measured table={table} /> : of !== null && <Unused of={of} groups={groups} />}
    </section>
  );
});

/** What is measured on once, as the data set has it; null if it has nothing for that. */
function sourceOf(inspection: DataInspection | null): string | null {
  const test = inspection?.test ?? null;
  if (test === null) return null;
  return 'split' in test ? test.split : String(test.share);
}

interface UnusedProps {
  readonly of: string;
  readonly groups: readonly ScenarioGroup[];
}

function Unused({ of, groups }: UnusedProps) {
  const [asked, setAsked] = useState(false);
  const testing = useLab((lab) => lab.testing);
  const problem = useLab((lab) => lab.testProblem);
  const running = useLab((lab) => lab.run.status !== 'idle');
  const open = groups.reduce((sum, group) => sum + group.open, 0);
  const isEnded = !running && open === 0;
  return (
    <>
      <p className="caption">
        Test sentences ({formatSource(of)}) are neither trained on nor measured before the end. So no choice
        of yours can make an accuracy on them look better than it is, as long as they are used only once.
      </p>
      {testing ? (
        <p className="caption" role="status">
          Measuring: {testing.done} of {testing.total} trials are done.
        </p>
      ) : asked && isEnded ? (
        <div className="final-test-question" role="group" aria-label="Use the test sentences now?">
          <p>
            After this your choice is final: if you choose something else later, you have already seen the
            test.
          </p>
          <div>
            <button
              type="button"
              className="text-button strong"
              data-testid="final-test-now"
              onClick={() => void useLab.getState().measureFinalTest(of)}
            >
              Measure now
            </button>
            <button type="button" className="quiet-button" onClick={() => setAsked(false)}>
              Not yet
            </button>
          </div>
        </div>
      ) : (
        <button
          type="button"
          className="text-button"
          data-testid="final-test-ask"
          disabled={!isEnded}
          onClick={() => setAsked(true)}
        >
          Measure on the test sentences, once
        </button>
      )}
      {!isEnded && <p className="caption">This can be done when all trials have ended.</p>}
      {problem !== null && <p className="field-message">{problem}</p>}
    </>
  );
}

function Measured({ table }: { readonly table: FinalTestTable }) {
  const { rows, caption, since } = table;
  return (
    <>
      {rows.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Accuracy on the test sentences">
          <table data-testid="final-test-table">
            <thead>
              <tr>
                <th scope="col">Scenario</th>
                <th scope="col">Trials</th>
                <th scope="col">Accuracy</th>
                <th scope="col">95 % interval</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ scenario, trials, accuracy, interval }) => (
                <tr key={scenario.name} data-scenario={scenario.name}>
                  <th scope="row">
                    <span className="swatch" style={{ background: scenario.color }} /> {scenario.name}
                  </th>
                  <td>{trials}</td>
                  <td>{accuracy}</td>
                  <td>{interval}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="caption" role="status">
        {caption}
      </p>
      {since !== '' && <p className="field-message">{since}</p>}
    </>
  );
}
