/**
 * @file The unchanged first rows, with the chosen columns first. Cells hold text that nobody has vetted, so they are
 * shown as plain text.
 */
import type { DataInspection } from '../../workers/protocol';
import { count } from '../../src/base/format';

/** The number of columns shown besides the chosen ones. */
const OTHERS = 3;

export function DataPreview({ inspection }: { readonly inspection: DataInspection }) {
  const { columns, chosen } = inspection;
  const roles = new Map<string, string>();
  if (chosen) {
    roles.set(chosen.text, 'text');
    if (chosen.pair !== null) roles.set(chosen.pair, 'second text');
    roles.set(chosen.label, 'label');
  }
  const first = [...roles.keys()].flatMap((name) => columns.filter((column) => column.name === name));
  const others = columns.filter(({ name }) => !roles.has(name));
  const shown = [...first, ...others.slice(0, OTHERS)];
  const rows = Math.max(0, ...columns.map(({ examples }) => examples.length));
  return (
    <div className="table-scroll data-preview" tabIndex={0} role="region" aria-label="First rows">
      <table>
        <thead>
          <tr>
            {shown.map(({ name }) => (
              <th key={name} scope="col" data-chosen={roles.has(name) ? '' : undefined}>
                {name}
                {roles.has(name) && roles.get(name) !== name && <em> {roles.get(name)}</em>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            <tr key={row}>
              {shown.map(({ name, examples }) => (
                <td key={name} data-chosen={roles.has(name) ? '' : undefined}>
                  {examples[row] ?? <span className="quiet">empty</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {others.length > OTHERS && (
        <p className="caption">{count(others.length - OTHERS)} more columns are not shown.</p>
      )}
    </div>
  );
}
