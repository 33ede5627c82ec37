// Before the first paint, so that a chosen theme does not flash the other one.
try {
  const theme = localStorage.getItem('lora-lab.theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // No storage, no choice: the system's theme.
}
