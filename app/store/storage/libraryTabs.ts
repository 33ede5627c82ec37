/** @file Tabs of one browser tell each other when the library has changed. */

let channel: BroadcastChannel | null = null;

/** null in old browsers, where the library is read again when it is opened. */
function open(): BroadcastChannel | null {
  if (typeof BroadcastChannel !== 'function') return null;
  return (channel ??= new BroadcastChannel('lora-lab-library'));
}

/** To be called once a change is stored. */
export function tellOtherTabs(): void {
  open()?.postMessage('changed');
}

export function hearOtherTabs(listener: () => void): void {
  open()?.addEventListener('message', listener);
}
