// A form with data-guard asks before one leaves with changes that were not sent.

const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) changed.add(form);
});

document.addEventListener("submit", (event) => changed.delete(event.target));

window.addEventListener("beforeunload", (event) => {
  const waiting = [...changed].some((form) => form.isConnected);
  if (waiting) event.preventDefault();
});
