// A link with data-dialog opens the dialog of that id; without this it leads to the same task as a page.
// A click on the ground behind closes it.

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    dialog.showModal();
  } else if (event.target instanceof HTMLDialogElement && event.target.open) {
    event.target.close();
  }
});
