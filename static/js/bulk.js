// Ticking rows: the whole page at once, the number shown, the buttons off while nothing is ticked.
"use strict";
document.querySelectorAll("form[data-bulk]").forEach((form) => {
  const items = () => [...form.querySelectorAll("[data-bulk-item]")];
  const all = form.querySelector("[data-bulk-all]");
  const results = form.querySelector("[data-bulk-results]");

  const refresh = () => {
    const ticked = items().filter((el) => el.checked).length;
    const count = results && results.checked ? Number(results.dataset.total) : ticked;
    form.querySelectorAll("[data-bulk-count]").forEach((el) => { el.textContent = count; });
    form.querySelectorAll("[data-bulk-action]").forEach((el) => { el.disabled = count === 0; });
    if (all) {
      all.checked = ticked > 0 && ticked === items().length;
      all.indeterminate = ticked > 0 && ticked < items().length;
    }
  };

  form.addEventListener("change", (event) => {
    if (event.target === all) items().forEach((el) => { el.checked = all.checked; });
    refresh();
  });
  window.addEventListener("pageshow", refresh);
  refresh();
});
