// Buttons with data-copy put a reference on the clipboard and show for a moment that they did.

const SHOWN_FOR = 2000; // milliseconds

const reveal = (root) => {
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
};

if (navigator.clipboard) {
  reveal(document);
  document.addEventListener("htmx:after:swap", () => reveal(document));
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.dataset.copied = "";
    setTimeout(() => delete button.dataset.copied, SHOWN_FOR);
  });
}
