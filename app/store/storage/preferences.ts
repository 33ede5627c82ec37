/** @file A person's preferences, which the browser remembers where it allows storage. */

export function readPreference(name: string): string | null {
  try {
    return localStorage.getItem(`lora-lab.${name}`);
  } catch {
    return null;
  }
}

export function writePreference(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`lora-lab.${name}`);
    else localStorage.setItem(`lora-lab.${name}`, value);
  } catch {
    // A private window may refuse; the choice then lasts as long as the page.
  }
}

/** The same for this tab only; it survives reloads. */
export function readSession(name: string): string | null {
  try {
    return sessionStorage.getItem(`lora-lab.${name}`);
  } catch {
    return null;
  }
}

export function writeSession(name: string, value: string): void {
  try {
    sessionStorage.setItem(`lora-lab.${name}`, value);
  } catch {
    // The value then lasts as long as the page.
  }
}
