// What the other files share: the token, a post, a word to the user. Also tells the style sheet that script runs.
"use strict";
const app = (() => {
  document.documentElement.classList.add("js");

  const csrf = () => document.querySelector('meta[name="csrf-token"]').content;

  const post = (url, fields) => {
    const body = fields instanceof FormData || fields instanceof URLSearchParams ? fields : new URLSearchParams(fields);
    return fetch(url, {
      method: "POST",
      body,
      credentials: "same-origin",
      headers: { "X-CSRFToken": csrf(), "X-Requested-With": "XMLHttpRequest" },
    });
  };

  const toast = (text) => {
    const line = document.querySelector("[data-toast]");
    if (!line) return;
    line.textContent = text;
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => { line.textContent = ""; }, 2500);
  };

  const changed = (element) => {
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const visible = (element) => Boolean(element && element.getClientRects().length);

  // A private window or a full disk must not break the page.
  const store = {
    get(key) {
      try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
    },
    set(key, value) {
      try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* kept on the server only */ }
    },
    drop(key) {
      try { localStorage.removeItem(key); } catch { /* nothing kept */ }
    },
    keys(prefix) {
      try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)); } catch { return []; }
    },
  };

  // The summary of errors is read out first, also by those who cannot see it.
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();

  // On a phone the chosen tab may stand outside its strip.
  document.querySelectorAll(".tabs").forEach((strip) => {
    const chosen = strip.querySelector("[aria-current]");
    if (chosen) strip.scrollLeft = chosen.offsetLeft - strip.offsetLeft - (strip.clientWidth - chosen.offsetWidth) / 2;
  });

  // Open boxes close on Escape and on a click elsewhere, as people expect of a menu.
  const boxes = "details.user-box[open], details.filter-multi[open]";
  document.addEventListener("click", (event) => {
    document.querySelectorAll(boxes).forEach((box) => { if (!box.contains(event.target)) box.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(boxes).forEach((box) => {
      box.open = false;
      box.querySelector("summary").focus();
    });
  });

  return { post, toast, changed, visible, store };
})();
