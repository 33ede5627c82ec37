/** @file Dark or light: the system's choice until a person makes their own. */
import { useEffect, useState } from 'react';
import { Explained } from './Explained';
import { readPreference, writePreference } from '../store/storage/preferences';

type Theme = 'light' | 'dark';

const systemTheme = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

function savedTheme(): Theme | null {
  const saved = readPreference('theme');
  return saved === 'light' || saved === 'dark' ? saved : null;
}

export function ThemeToggle() {
  const [theme, setTheme] = useState(savedTheme);
  const [system, setSystem] = useState(systemTheme);

  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => setSystem(systemTheme());
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);

  useEffect(() => {
    document.documentElement.dataset['theme'] = theme ?? system;
  }, [theme, system]);

  const next: Theme = (theme ?? system) === 'dark' ? 'light' : 'dark';
  const toggle = (): void => {
    const choice = next === system ? null : next;
    writePreference('theme', choice);
    setTheme(choice);
  };
  return (
    <Explained text={`Use the ${next} theme.`}>
      <button
        type="button"
        className="quiet-button theme-toggle"
        aria-label={`Use the ${next} theme`}
        onClick={toggle}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
        </svg>
      </button>
    </Explained>
  );
}
