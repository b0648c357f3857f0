// The page is whole without this: it only hides rows on request and opens what a link points into.
"use strict";
for (const button of document.querySelectorAll("button[data-hide]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const grid = document.getElementById(button.dataset.hide);
    const hidden = grid.classList.toggle("hide-kept");
    button.setAttribute("aria-pressed", String(hidden));
    button.textContent = hidden ? "Show all rows" : "Only what changed";
  });
}
for (const button of document.querySelectorAll("button[data-open]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const all = document.querySelectorAll("#" + button.dataset.open + " > details");
    const open = ![...all].every((d) => d.open);
    for (const d of all) d.open = open;
    button.textContent = open ? "Close all" : "Open all";
  });
}
function reveal() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (!target) return;
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  target.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", reveal);
reveal();
