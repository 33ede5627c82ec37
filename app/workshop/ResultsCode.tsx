/** @file The link with one's results as a QR code, for a phone's camera; loaded when it is asked for. */
import { useEffect, useState } from 'react';
import { describeError } from '../../src/base/errors';
import { qrCode, qrPath, type QrCode } from '../../src/qr/qrCode';
import { resultsLink } from '../share/resultsLink';

/** Larger codes have modules too small for a phone to read from a laptop's screen; version 25 holds 1,273 characters. */
const MOST_VERSION = 25;

type Code = { readonly code: QrCode } | { readonly problem: string } | null;

export interface ResultsCodeProps {
  readonly by: string | null;
  /** Changes with the results, so that the code is made again. */
  readonly settled: number;
}

export default function ResultsCode({ by, settled }: ResultsCodeProps) {
  const [made, setMade] = useState<Code>(null);
  useEffect(() => {
    let open = true;
    void makeCode(by).then((code) => open && setMade(code));
    return () => {
      open = false;
    };
  }, [by, settled]);
  if (!made) return <div className="results-code" aria-busy="true" />;
  if ('problem' in made)
    return (
      <p className="caption" role="status" data-testid="results-code-problem">
        {made.problem}
      </p>
    );
  const size = made.code.size + 8;
  return (
    <figure className="results-code" data-testid="results-code">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label="QR code of the link with your results"
        shapeRendering="crispEdges"
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={qrPath(made.code)} fill="#000" />
      </svg>
      <figcaption className="caption">A phone’s camera opens the lab with your results.</figcaption>
    </figure>
  );
}

async function makeCode(by: string | null): Promise<Code> {
  try {
    const { short } = await resultsLink(by);
    const code = qrCode(short, 'L');
    if (code && code.version <= MOST_VERSION) return { code };
    return {
      problem: `The link has ${short.length} characters, too many for a code that a phone can read. Copy the link or save the file instead.`,
    };
  } catch (error) {
    const { message, remedy } = describeError(error);
    return { problem: `${message} ${remedy}` };
  }
}
