// The keyboard. Single letters work outside text fields only, never while an input method composes, and can be switched off.
"use strict";
(() => {
  const OFF = "shortcuts:off";
  const GO = { d: "desk", l: "ledger", s: "sign_list", b: "supervision" };
  const GO_MS = 1500;
  const help = document.getElementById("help");
  const allowed = document.documentElement.dataset.shortcuts !== "off";
  const lettersOn = () => allowed && !app.store.get(OFF);
  let goUntil = 0;

  const toggle = document.querySelector("[data-shortcuts-toggle]");
  if (toggle) {
    toggle.checked = lettersOn();
    toggle.disabled = !allowed;
    toggle.addEventListener("change", () => (toggle.checked ? app.store.drop(OFF) : app.store.set(OFF, true)));
  }
  const showHelp = () => { if (help && !help.open) help.showModal(); };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-help]")) return;
    event.preventDefault();
    showHelp();
  });

  const isText = (el) => el.isContentEditable || el.tagName === "TEXTAREA" || el.tagName === "SELECT"
    || (el.tagName === "INPUT" && !["checkbox", "radio", "button", "submit", "file"].includes(el.type));
  const press = (selector) => {
    const el = [...document.querySelectorAll(selector)].find((found) => app.visible(found) || found.closest(".side"));
    if (el) el.click();
    return Boolean(el);
  };

  const rows = () => [...document.querySelectorAll("[data-row]")].filter(app.visible);
  const currentRow = () => document.querySelector("[data-row].is-current");
  const move = (step) => {
    const all = rows();
    if (!all.length) return false;
    const from = currentRow();
    const at = Math.min(all.length - 1, Math.max(0, (from ? all.indexOf(from) : -1) + step));
    if (from) from.classList.remove("is-current");
    all[at].classList.add("is-current");
    all[at].scrollIntoView({ block: "nearest" });
    const link = all[at].querySelector("a[data-open], a[href]");
    if (link) link.focus({ preventScroll: true });
    return true;
  };
  const tick = () => {
    const row = currentRow();
    const box = row && row.querySelector('input[type="checkbox"]');
    if (box) box.click();
    return Boolean(box);
  };
  const openRow = () => {
    const row = currentRow();
    const link = row && row.querySelector("a[data-open], a[href]");
    if (link) link.click();
    return Boolean(link);
  };
  const copyNumber = () => {
    const el = document.querySelector("[data-copy]");
    if (!el) return false;
    const text = el.dataset.copy || el.textContent.trim();
    const done = () => app.toast(`已复制 ${text}`);
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, () => app.toast("浏览器不允许复制"));
    else {
      // Plain http on an intranet has no clipboard interface.
      getSelection().selectAllChildren(el);
      if (document.execCommand("copy")) done();
    }
    return true;
  };
  const save = (another) => {
    const form = document.activeElement.closest("form:not(.search)") || document.querySelector("form[data-main]");
    if (!form) return false;
    const button = form.querySelector(another ? "[data-save-new]" : "[data-save]")
      || (another ? null : form.querySelector('button[type="submit"], button:not([type])'));
    if (button) button.click();
    return Boolean(button);
  };
  const search = () => {
    const box = document.querySelector("[data-search]");
    if (box) box.focus();
    return Boolean(box);
  };

  const LETTERS = {
    "/": search,
    "?": () => { showHelp(); return true; },
    ".": copyNumber,
    "[": () => press('a[rel="prev"]'),
    "]": () => press('a[rel="next"]'),
    j: () => move(1),
    k: () => move(-1),
    x: tick,
    g: () => { goUntil = Date.now() + GO_MS; return true; },
  };

  const single = (key) => {
    if (Date.now() < goUntil && GO[key]) {
      goUntil = 0;
      return press(`[data-menu="${GO[key]}"]`);
    }
    if (LETTERS[key]) return LETTERS[key]();
    if (!/^[a-z]$/.test(key)) return false;
    const field = document.querySelector(`[data-focus-key="${key}"]`);
    if (field) { field.focus(); return true; }
    return press(`[data-key="${key}"]`);
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.repeat) return;
    if (event.key === "Enter" && event.ctrlKey && !event.altKey) {
      if (save(event.shiftKey)) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !lettersOn()) return;
    if (isText(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter") {
      // A focused link or button answers Enter itself.
      if (event.target === document.body && openRow()) event.preventDefault();
      return;
    }
    if (single(event.key.length === 1 ? event.key.toLowerCase() : event.key)) event.preventDefault();
  });
})();
