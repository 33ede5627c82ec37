// Sets a chosen theme before the first paint, so that the other one does not flash up.
try {
  const theme = localStorage.getItem('lora-lab.theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Without storage there is no choice, and the system's theme is used.
}
