/**
 * @file Replaces the package `react-style-singleton` (see vite.config.ts), by which Radix's dialogs keep the page from
 * scrolling. It puts the same rules into a constructed style sheet, because the page's policy allows no <style> elements.
 */
import { useEffect } from 'react';

export interface StyleSheet {
  readonly add: (css: string) => void;
  readonly remove: () => void;
}

/** Rules that apply from the first `add` to the last `remove`. The text of the first `add` is used. */
export function stylesheetSingleton(): StyleSheet {
  let users = 0;
  let sheet: CSSStyleSheet | null = null;
  return {
    add(css) {
      if (users++ > 0) return;
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets.push(sheet);
    },
    remove() {
      if (--users > 0) return;
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
      sheet = null;
    },
  };
}

/** A hook that keeps rules while a component is mounted. Changes of the text are followed only if `dynamic` is set. */
export function styleHookSingleton(): (css: string, dynamic?: boolean) => void {
  const sheet = stylesheetSingleton();
  return function useStyle(css, dynamic = false) {
    const followed = dynamic ? css : '';
    useEffect(() => {
      sheet.add(css);
      return () => sheet.remove();
      // eslint-disable-next-line react-hooks/exhaustive-deps -- other changes are not followed
    }, [followed]);
  };
}

/** The same hook as a component. */
export function styleSingleton(): (props: { styles: string; dynamic?: boolean }) => null {
  const useStyle = styleHookSingleton();
  return function Sheet({ styles, dynamic }) {
    useStyle(styles, dynamic);
    return null;
  };
}
