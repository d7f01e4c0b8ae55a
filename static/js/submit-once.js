// A form is sent once: a second click does nothing until the page is shown again.
"use strict";
(() => {
  const mark = (form, sent) => {
    if (sent) form.dataset.sent = "1"; else delete form.dataset.sent;
    form.querySelectorAll('button[type="submit"], button:not([type])').forEach((button) => {
      // aria-disabled, not disabled: a disabled button would not send its own name and value.
      if (sent) button.setAttribute("aria-disabled", "true"); else button.removeAttribute("aria-disabled");
    });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "submitMany" in form.dataset) return;
    if (form.dataset.sent) event.preventDefault(); else mark(form, true);
  });

  // Back in the history shows the page as it was left; it must be usable again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => mark(form, false));
  });
})();
