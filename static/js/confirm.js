// Acts that ask once more: the unfolding box of the plain page becomes a dialog.
"use strict";
(() => {
  const open = (details) => {
    const body = details.querySelector(".act-body");
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", body.dataset.actTitle);
    dialog.append(body);
    body.classList.replace("act-body", "act-form");
    document.body.append(dialog);
    const close = () => dialog.close();
    const cancel = body.querySelector("[data-act-cancel]");
    cancel.addEventListener("click", close);
    dialog.addEventListener("click", (event) => { if (event.target === dialog) close(); });
    dialog.addEventListener("close", () => {
      cancel.removeEventListener("click", close);
      body.classList.replace("act-form", "act-body");
      details.append(body);
      dialog.remove();
      details.querySelector("summary").focus();
    });
    dialog.showModal();
    const first = body.querySelector("textarea, select, input:not([type=hidden])");
    if (first) first.focus();
  };

  document.addEventListener("click", (event) => {
    const summary = event.target.closest("details[data-act] > summary");
    if (!summary) return;
    event.preventDefault();
    open(summary.parentElement);
  });

  document.addEventListener("submit", (event) => {
    const question = (event.submitter && event.submitter.dataset.confirm) || event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  }, true);
})();
