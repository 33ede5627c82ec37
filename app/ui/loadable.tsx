/** @file Parts of the page that are not in its first script: fetched when the page is idle, or when they are needed. */
import { lazy, useEffect, useState, type ComponentType } from 'react';
import { Loaded } from './Loaded';

export interface Loadable<Props> {
  (props: Props): React.JSX.Element;
  /** Fetches the part. From then on it is drawn at once. Rejects if it cannot be fetched now. */
  readonly load: () => Promise<unknown>;
}

/** @param what the part is, for the message if it cannot be fetched: "The training settings" */
export function loadable<Props extends object>(
  what: string,
  fetchPart: () => Promise<{ default: ComponentType<Props> }>,
): Loadable<Props> {
  let ready: ComponentType<Props> | null = null;
  const load = async () => {
    const part = await fetchPart();
    ready = part.default;
    return part;
  };
  const Fetched = lazy(load) as unknown as ComponentType<Props>;
  function Part(props: Props) {
    // It stays the same component for as long as it is mounted, so that its state is kept.
    const [Shown] = useState(() => ready ?? Fetched);
    return (
      <Loaded what={what}>
        <Shown {...props} />
      </Loaded>
    );
  }
  return Object.assign(Part, { load });
}

/** Fetches parts one after another while the page has nothing else to do. What fails is tried again when it is needed. */
export function fetchWhenIdle(parts: readonly Pick<Loadable<object>, 'load'>[]): void {
  const next = (index: number): void => {
    const part = parts[index];
    if (part)
      whenIdle(
        () =>
          void part.load().then(
            () => next(index + 1),
            () => next(index + 1),
          ),
      );
  };
  next(0);
}

/** Milliseconds after which a part is fetched although the page is never idle. */
const PATIENCE_MS = 4000;

export function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: PATIENCE_MS });
  else setTimeout(work, 500); // Safari
}

/** Whether the page has been idle since this component was first drawn. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => whenIdle(() => setIdle(true)), []);
  return idle;
}
