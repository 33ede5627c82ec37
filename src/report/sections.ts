/** @file Sections of the report: texts and tables. */
import { trainingOf, type Experiment, type Scenario } from '../experiment/experiment';
import { FIELDS } from '../experiment/address/fields';
import { describeScenario } from '../experiment/formatModules';
import { engineOf } from '../results/engines';
import type { TrialRecord } from '../results/results';
import { count, duration, megabytes, percent, plainNumber, rate } from '../base/format';
import { measureOfGroups, type ScenarioResults, type Subject } from '../figures/scenarioResults';
import { finalTestTable } from '../figures/finalTestTable';
import { isolated } from '../pictures/textFit';
import type { FinalTest } from '../results/finalTest';
import { peakMemory, speedsOf, totalBytes } from '../results/costs';
import type { Judging } from '../figures/differences/judging';
import { cellOf, formatLevel, sentenceOf } from '../stats/comparisons/formatDifference';
import { othersText } from '../stats/outcomes';
import { summarize } from '../stats/summary';
import { formatUnmeasured } from '../stats/formatSummary';
import { formatInterval, MEASURE_FORMS, type MeasureForm } from '../stats/measures/measureForm';
import { formatLooks } from '../figures/differences/formatLooks';
import { html, named, type Html } from './html';
import { namedDifferences } from './tables/differencesTable';

/** The name of a scenario with its colour. The caller vouches that it is a colour. */
const scenarioName = ({ name, color }: Scenario): Html =>
  html`<span class="swatch" style="background: ${color}"></span>${named(name)}`;

export function formatExperiment(
  experiment: Experiment,
  { rows, guessing }: Pick<Subject, 'rows' | 'guessing'>,
): Html {
  const { scenarios, trials, firstSeed, model, dataset } = experiment;
  const seeds = trials === 1 ? `seed ${firstSeed}` : `the seeds ${firstSeed} to ${firstSeed + trials - 1}`;
  const several = scenarios.length === 1 ? 'One scenario' : `${scenarios.length} scenarios`;
  const { head } = MEASURE_FORMS[experiment.judging.measure];
  const measured = rows === null ? 'the validation sentences' : `${count(rows)} validation sentences`;
  return html`<p>
      ${several} of fine-tuning the model ${named(model)} on the data ${named(dataset)}, each trained with
      ${seeds}. A seed fixes initialisation, order of the data and dropout, so that trials of one seed can be
      compared with each other. ${head} was measured on ${measured} after the last step.
      ${guessing?.sentence ?? null} ${guessing?.warning ?? null}
    </p>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Scenario</th>
            <th scope="col">Scenario trains</th>
            <th scope="col" class="n">Learning rate</th>
            <th scope="col" class="n">Duration</th>
          </tr>
        </thead>
        <tbody>
          ${scenarios.map((scenario) => scenarioRow(experiment, scenario))}
        </tbody>
      </table>
    </div>`;
}

function scenarioRow({ training }: Experiment, scenario: Scenario): Html {
  const { learningRate, duration: length } = trainingOf(training, scenario);
  const unit = length.count === 1 ? length.unit.slice(0, -1) : length.unit;
  return html`<tr>
    <th scope="row">${scenarioName(scenario)}</th>
    <td>${describeScenario(scenario)}</td>
    <td class="n">${plainNumber(learningRate)}</td>
    <td class="n">${count(length.count)} ${unit}</td>
  </tr>`;
}

export function settingsList(experiment: Experiment): Html {
  const settings = FIELDS.flatMap((field) => {
    const value = field.write(experiment);
    return value === null || value === '' ? [] : [{ label: field.label, value }];
  });
  return html`<dl>
    ${settings.map(
      ({ label, value }) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${named(value)}</dd>
        </div>`,
    )}
  </dl>`;
}

export function finalTestSection(groups: readonly ScenarioResults[], test: FinalTest): Html {
  const { rows, caption, since } = finalTestTable(groups, test);
  return html`<section>
    <h2>Test sentences</h2>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Scenario</th>
            <th scope="col">Trials</th>
            <th scope="col" class="n">Accuracy</th>
            <th scope="col" class="n">95 % interval</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ scenario, trials, accuracy, interval }) =>
              html`<tr>
                <td>${scenarioName(scenario)}</td>
                <td>${trials}</td>
                <td class="n">${accuracy}</td>
                <td class="n">${interval}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="quiet">${caption} ${since}</p>
  </section>`;
}

/** The most differences in the report. There are n (n - 1) / 2 pairs; the CSV file has all of them. */
const MOST_PAIRS = 300;

function correctionOf(tested: number): string {
  const text = `P (Holm) is corrected for ${tested} comparisons.`;
  return tested > 1 ? text : `${tested === 0 ? 'No' : 'Only one'} comparison has been tested.`;
}

export function differencesList(groups: readonly ScenarioResults[], judging: Judging): Html {
  const { pairs, differences } = namedDifferences(groups, judging);
  const form = MEASURE_FORMS[measureOfGroups(groups)];
  if (pairs.length === 0) return html`<p>There are no two scenarios with results to compare.</p>`;
  const p = (value: number | null): string =>
    value === null ? '–' : value < 0.001 ? '< 0.001' : value.toFixed(3);
  return html`<div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Verdict</th>
            <th scope="col" class="n">${form.lowest === 0 ? 'Points' : 'Difference'}</th>
            <th scope="col" class="n">${formatLevel(differences.rules)}</th>
            <th scope="col" class="n">p</th>
            <th scope="col" class="n">p (Holm)</th>
            <th scope="col" class="n">Ahead</th>
          </tr>
        </thead>
        <tbody>
          ${pairs.slice(0, MOST_PAIRS).map(({ first, second, difference }) => {
            const cell = cellOf(difference, false, differences.rules);
            const words = sentenceOf(difference, isolated(first), isolated(second), differences.rules);
            return html`<tr data-verdict="${difference.verdict}">
              <td class="words">${words}</td>
              <td class="n">${cell.difference}</td>
              <td class="n">${cell.interval}</td>
              <td class="n">${p(difference.comparison.p)}</td>
              <td class="n">${p(difference.corrected)}</td>
              <td class="n">${percent(difference.comparison.chance, 0)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    <p class="quiet">
      ${formatLooks(judging)} ${form.lowest === 0 ? 'Points' : 'Difference'}: the first scenario’s mean
      ${form.name} minus the second’s. Ahead: the share of all pairs of their trials in which the first is
      ahead, ties counted half. ${correctionOf(differences.tested)}
      ${pairs.length > MOST_PAIRS ? `Of ${pairs.length} pairs the first ${MOST_PAIRS} are listed; the table of differences (CSV) has all.` : ''}
    </p>`;
}

export function summaryRows(groups: readonly ScenarioResults[]): Html {
  const form = MEASURE_FORMS[measureOfGroups(groups)];
  const unmeasured = formatUnmeasured(groups, form);
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          <th scope="col">Scenario</th>
          <th scope="col" class="n">n</th>
          <th scope="col" class="n">${form.head}</th>
          <th scope="col" class="n">sd</th>
          <th scope="col" class="n">95 % interval</th>
          <th scope="col" class="n">Parameters</th>
          <th scope="col" class="n">Of full</th>
          <th scope="col" class="n">Peak memory</th>
          <th scope="col" class="n">Sentences/s</th>
          <th scope="col">Others</th>
        </tr>
      </thead>
      <tbody>
        ${groups.map((group) => summaryRow(group, form))}
      </tbody>
    </table>
    ${unmeasured === '' ? null : html`<p class="quiet">${unmeasured}</p>`}
  </div>`;
}

function summaryRow({ scenario, summary, done, others, open }: ScenarioResults, form: MeasureForm): Html {
  const { n, mean, sd, interval } = summary;
  const peak = peakMemory(done, null);
  const { mean: speed } = summarize(speedsOf(done));
  const rest = [othersText({ others }), open > 0 ? `${open} not run` : ''].filter((part) => part !== '');
  return html`<tr>
    <th scope="row">${scenarioName(scenario)}</th>
    <td class="n">${n}</td>
    <td class="n">${mean === null ? '–' : form.value(mean)}</td>
    <td class="n">${sd === null ? '–' : form.bareAmount(sd)}</td>
    <td class="n">${interval ? formatInterval(interval, form) : '–'}</td>
    <td class="n">${done[0] ? count(done[0].trainableParameters) : '–'}</td>
    <td class="n">${done[0] ? percent(done[0].relativeParameters) : '–'}</td>
    <td class="n">${peak ? megabytes(totalBytes(peak.memory)) : '–'}</td>
    <td class="n">${speed === null ? '–' : rate(speed)}</td>
    <td>${rest.join(', ')}</td>
  </tr>`;
}

export function trialRows(records: readonly TrialRecord[]): Html {
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          <th scope="col">Scenario</th>
          <th scope="col" class="n">Seed</th>
          <th scope="col" class="n">Accuracy</th>
          <th scope="col" class="n">Validation loss</th>
          <th scope="col" class="n">Steps</th>
          <th scope="col" class="n">Peak memory</th>
          <th scope="col" class="n">Sentences/s</th>
          <th scope="col" class="n">Time</th>
        </tr>
      </thead>
      <tbody>
        ${records.map(
          (record) =>
            html`<tr>
              <th scope="row">
                ${scenarioName(record.scenario)}${engineOf(record) === 'pytorch' ? ' (PyTorch)' : ''}
              </th>
              <td class="n">${record.seed}</td>
              <td class="n">${record.accuracy === null ? '–' : percent(record.accuracy)}</td>
              <td class="n">${record.validationLoss === null ? '–' : record.validationLoss.toFixed(3)}</td>
              <td class="n">${count(record.steps)}</td>
              <td class="n">${megabytes(record.peakBytes)}</td>
              <td class="n">${record.samplesPerSecond === null ? '–' : rate(record.samplesPerSecond)}</td>
              <td class="n">${duration(record.seconds)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** The table of the trials without an accuracy, with their reasons. */
export function othersSection(records: readonly TrialRecord[]): Html | null {
  if (records.length === 0) return null;
  return html`<section>
    <h2>Trials that did not end as done</h2>
    <p>They have no accuracy and are in no mean, curve, interval or test.</p>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Scenario</th>
            <th scope="col" class="n">Seed</th>
            <th scope="col">Ended as</th>
            <th scope="col" class="n">Steps</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          ${records.map(
            ({ scenario, seed, status, steps, message }) =>
              html`<tr>
                <th scope="row">${scenarioName(scenario)}</th>
                <td class="n">${seed}</td>
                <td>${status}</td>
                <td class="n">${count(steps)}</td>
                <td class="words">${named(message ?? '')}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
