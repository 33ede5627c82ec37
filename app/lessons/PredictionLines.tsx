/** @file A prediction or a result as an entry in a list of terms: an order is a list, anything else one line. */

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
            {lines.map((line, position) => (
              <li key={position}>{line}</li>
            ))}
          </ol>
        )}
      </dd>
    </div>
  );
}
