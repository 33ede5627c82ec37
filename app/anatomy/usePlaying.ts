/** @file The playhead of the step: where it stands, and whether it moves by itself. */
import { useEffect, useState } from 'react';

/** Milliseconds of a moment while it plays. */
const MOMENT_MS = 480;

export interface Playing {
  readonly at: number;
  readonly isPlaying: boolean;
  readonly goTo: (at: number) => void;
  /** Plays on, from the beginning if the playhead is at the end or was never moved; or stops. */
  readonly toggle: () => void;
  /** Lets the playhead stand at the peak, wherever that moves. */
  readonly followPeak: () => void;
}

/** @param moments how many there are @param peak where the playhead stands until it is moved */
export function usePlaying(moments: number, peak: number): Playing {
  const [moved, setMoved] = useState<number | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const at = Math.min(moved ?? peak, Math.max(0, moments - 1));
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => {
      if (at >= moments - 1) setPlaying(false);
      else setMoved(at + 1);
    }, MOMENT_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, at, moments]);
  return {
    at,
    isPlaying,
    goTo(next) {
      setPlaying(false);
      setMoved(Math.max(0, Math.min(moments - 1, next)));
    },
    toggle() {
      if (!isPlaying && (moved === null || at >= moments - 1)) setMoved(0);
      setPlaying(!isPlaying);
    },
    followPeak() {
      setPlaying(false);
      setMoved(null);
    },
  };
}
