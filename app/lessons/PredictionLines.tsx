/** @file A prediction or a result in a list of terms: an order as a list, anything else as it is. */

export interface PredictionLinesProps {
  readonly title: string;
  readonly lines: readonly string[];
}

export function PredictionLines({ title, lines }: PredictionLinesProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {lines.length === 1 ? (
          lines[0]
        ) : (
          <ol>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        )}
      </dd>
    </div>
  );
}
