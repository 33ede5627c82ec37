/** @file Says that a part of the page is fixed by the workshop's link. */

export function FixedNote() {
  return (
    <p className="caption fixed-note">
      <svg viewBox="0 0 14 16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.4">
        <rect x="1.5" y="7" width="11" height="8" rx="1.5" fill="currentColor" />
        <path d="M4 7V4.5a3 3 0 0 1 6 0V7" />
      </svg>
      Fixed by the workshop’s link.
    </p>
  );
}
