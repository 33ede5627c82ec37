/** @file What the plot of accuracy against cost shows, as a table. */
import type { FrontFigure } from '../../../src/figures/front/frontFigure';

export function FrontTable({ figure: { rows, axis, valueAxis } }: { readonly figure: FrontFigure }) {
  return (
    <details className="front-values">
      <summary>Values as a table</summary>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="The front, all values">
        <table data-testid="front-table">
          <thead>
            <tr>
              <th scope="col">Scenario</th>
              <th scope="col">Seeds</th>
              <th scope="col">{valueAxis.label}</th>
              <th scope="col">95 % interval</th>
              <th scope="col">{axis.label.replace(', logarithmic', '')}</th>
              <th scope="col">Front</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ scenario, seeds, mean, interval, cost, note }) => (
              <tr key={scenario.name}>
                <th scope="row">
                  <span className="swatch" style={{ background: scenario.color }} />
                  {scenario.name}
                </th>
                <td>{seeds}</td>
                <td>{mean}</td>
                <td>{interval}</td>
                <td>{cost}</td>
                <td>{note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
