// Menus, filters and confirmations are <details>: they open without this. Here they also close again:
// with Escape (the focus returns), with a click elsewhere, or when another one opens.

document.documentElement.classList.add("scripted");

const openMenus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

document.addEventListener("toggle", (event) => {
  const opened = event.target;
  if (!opened.open || !opened.matches?.("details[data-menu]")) return;
  for (const menu of openMenus()) {
    if (menu !== opened && !menu.contains(opened)) menu.open = false;
  }
}, true);
