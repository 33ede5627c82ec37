// Runs before the first paint. It sets the theme, so that the other one does not flash up, and so that the page's own
// script, which follows the system's theme later, has nothing to change in a page that is already drawn.
let theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
try {
  theme = localStorage.getItem('lora-lab.theme') || theme;
} catch {
  // Without storage there is no choice, and the system's theme is used.
}
document.documentElement.dataset.theme = theme;
// index.html has the words of the first visit. An address of something else does not show them: app/styles/shell.css.
if (location.hash.length > 1)
  document.documentElement.dataset.addressed = location.hash.includes('view=projector') ? 'projector' : '';
