// Runs before the first paint. It sets a chosen theme, so that the other one does not flash up.
try {
  const theme = localStorage.getItem('lora-lab.theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Without storage there is no choice, and the system's theme is used.
}
// index.html has the words of the first visit. An address of something else does not show them: app/styles/shell.css.
if (location.hash.length > 1)
  document.documentElement.dataset.addressed = location.hash.includes('view=projector') ? 'projector' : '';
