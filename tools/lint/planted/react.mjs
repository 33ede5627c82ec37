/** @file For each rule of React, a component that breaks it. */

/** @type {Readonly<Record<string, string>>} by rule */
export const REACT_PLANTED = {
  'react/error-boundaries': `import { Plain } from './Plain';
export function Planted() {
  try {
    return <Plain />;
  } catch {
    return null;
  }
}
`,
  'react/exhaustive-deps': `import { useEffect } from 'react';
export function Planted({ title }: { readonly title: string }) {
  useEffect(() => {
    document.title = title;
  }, []);
  return null;
}
`,
  'react/globals': `let drawn = 0;
export function Planted() {
  drawn = 1;
  return <p>{drawn}</p>;
}
`,
  'react/immutability': `export function Planted({ trial }: { readonly trial: { name: string } }) {
  trial.name = 'changed';
  return <p>{trial.name}</p>;
}
`,
  'react/incompatible-library': `import { useVirtualizer } from '@tanstack/react-virtual';
export function Planted() {
  const rows = useVirtualizer({ count: 3 });
  return <p>{rows.getTotalSize()}</p>;
}
`,
  'react/preserve-manual-memoization': `import { useContext, useMemo } from 'react';
import { Plain, Ranks } from './Plain';
export function Planted({ rank }: { readonly rank: number }) {
  const ranks = [rank];
  ranks.push(useContext(Ranks));
  const shown = useMemo(() => [ranks], [ranks]);
  return <Plain>{shown}</Plain>;
}
`,
  'react/purity': `export function Planted() {
  return <p>{Math.random()}</p>;
}
`,
  'react/refs': `import { useRef } from 'react';
export function Planted() {
  const count = useRef(0);
  return <p>{count.current}</p>;
}
`,
  'react/rules-of-hooks': `import { useState } from 'react';
export function Planted({ open }: { readonly open: boolean }) {
  if (!open) return null;
  const [count] = useState(0);
  return <p>{count}</p>;
}
`,
  'react/set-state-in-effect': `import { useEffect, useState } from 'react';
export function Planted() {
  const [count, setCount] = useState(0);
  useEffect(() => {
    setCount(1);
  }, []);
  return <p>{count}</p>;
}
`,
  'react/set-state-in-render': `import { useState } from 'react';
export function Planted() {
  const [count, setCount] = useState(0);
  setCount(1);
  return <p>{count}</p>;
}
`,
  'react/static-components': `export function Planted() {
  const Inner = () => <p>Rank</p>;
  return <Inner />;
}
`,
  'react/unsupported-syntax': `export function Planted({ text }: { readonly text: string }) {
  const shown = eval(text) as string;
  return <p>{shown}</p>;
}
`,
  'react/use-memo': `import { useMemo } from 'react';
export function Planted({ rank }: { readonly rank: number }) {
  const shown = useMemo(async () => rank, [rank]);
  return <p>{String(shown)}</p>;
}
`,
  'react/void-use-memo': `import { useMemo } from 'react';
export function Planted({ rank }: { readonly rank: number }) {
  const shown = useMemo(() => {
    void rank;
  }, [rank]);
  return <p>{String(shown)}</p>;
}
`,
};
