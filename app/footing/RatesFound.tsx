/** @file What a sweep of rates has found: a curve and a row for each scenario. */
import { plainNumber } from '../../src/base/format';
import { choiceNotes, choiceText, inflationText, type TunedRates } from '../../src/footing/rates/tuned';
import { MEASURE_FORMS } from '../../src/stats/measures/measureForm';
import { meanOf } from '../../src/stats/summary';
import { RateCurves } from './RateCurves';

export interface RatesFoundProps {
  readonly tuned: TunedRates;
  readonly isOver: boolean;
}

export function RatesFound({ tuned, isOver }: RatesFoundProps) {
  const { asked, on, scenarios, stopped } = tuned;
  const { measure } = on.judging;
  const form = MEASURE_FORMS[measure];
  return (
    <div className="rates-found">
      {isOver && stopped === 'cancelled' && (
        <p role="status">Cancelled. What ran is kept: the same sweep, started again, goes on from there.</p>
      )}
      <RateCurves tuned={tuned} />
      <div className="footing-table" role="region" aria-label="Rates that were tried" tabIndex={0}>
        <table data-testid="rates-table">
          <thead>
            <tr>
              <th scope="col">Scenario</th>
              <th scope="col">Best rate</th>
              <th scope="col">{form.head}</th>
              <th scope="col">Looks better by</th>
            </tr>
          </thead>
          <tbody>
            {scenarios.map((one) => (
              <tr key={one.scenario.name}>
                <th scope="row">
                  <span className="footing-name">
                    <span className="swatch" style={{ background: one.scenario.color }} />
                    {one.scenario.name}
                  </span>
                  <span className="footing-note">
                    {one.tried
                      .filter(({ values }) => values.length > 0)
                      .map(
                        ({ rate, values }) =>
                          `${plainNumber(rate)}: ${form.bare(meanOf(values.map(({ value }) => value)))}`,
                      )
                      .join(' · ')}
                  </span>
                  {isOver &&
                    choiceNotes(one, asked.seeds).map((note) => (
                      <span key={note} className="footing-why">
                        {note}
                      </span>
                    ))}
                </th>
                <td data-label="Best rate" className="footing-change">
                  {one.choice ? choiceText(one) : '–'}
                </td>
                <td data-label={form.head}>{one.choice ? form.value(one.choice.mean) : '–'}</td>
                <td data-label="Looks better by">{inflationText(one, measure) ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="caption">
        The best of several looks better than it is: by as much as the last column says, were all rates
        equally good. So the comparison runs on other seeds. It measures on the same validation sentences, and
        each scenario has had the same number of rates.
      </p>
    </div>
  );
}
