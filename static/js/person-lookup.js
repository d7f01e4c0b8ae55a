// Search first, on the same page: people already registered are offered under the field while it is typed in.
"use strict";
(() => {
  const PAUSE_MS = 250;
  const LEAST = 2;

  const setField = (form, name, value) => {
    const field = form.elements.namedItem(name);
    if (!field) return;
    if (field instanceof RadioNodeList) {
      field.forEach((el) => { if (el.type === "radio") el.checked = el.value === value; });
      return;
    }
    field.value = value;
    app.changed(field);
  };

  const start = (input, number) => {
    const form = input.form;
    const box = document.createElement("div");
    const list = document.createElement("ul");
    let timer;
    let asked = 0;
    let picked = false;
    let filling = false;
    box.className = "lookup";
    list.className = "lookup-list";
    list.id = `lookup-list-${number}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "已登记的人");
    input.replaceWith(box);
    box.append(input, list);
    Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })
      .forEach(([name, value]) => input.setAttribute(name, value));

    const options = () => [...list.querySelectorAll('[role="option"]')];
    const active = () => list.querySelector('[aria-selected="true"]');
    const show = (open) => {
      list.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
      if (!open) input.removeAttribute("aria-activedescendant");
    };
    const highlight = (option) => {
      options().forEach((el) => el.setAttribute("aria-selected", String(el === option)));
      if (option) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };

    const setValue = (value) => {
      if (input.dataset.personLookupValue) setField(form, input.dataset.personLookupValue, value);
    };
    const setPanel = async (url) => {
      const panel = input.dataset.personPanel && document.querySelector(input.dataset.personPanel);
      if (!panel) return;
      if (!url) { panel.replaceChildren(); return; }
      const answer = await fetch(url, { credentials: "same-origin" });
      if (!answer.ok) return;
      panel.innerHTML = await answer.text();
      const first = panel.querySelector("[data-fill-name]");
      if (first && document.activeElement === input) first.focus();
    };
    const pick = (option) => {
      filling = true;
      option.querySelectorAll("data[data-name]").forEach((el) => setField(form, el.dataset.name, el.getAttribute("value")));
      setValue(option.dataset.value);
      filling = false;
      picked = true;
      show(false);
      setPanel(option.dataset.panelUrl);
    };

    const ask = async (byEnter) => {
      const query = input.value.trim();
      if (query.length < LEAST) { show(false); return; }
      const mine = ++asked;
      const answer = await app.post(input.dataset.personLookupUrl, { q: query }).catch(() => null);
      // An answer that comes after a later question, or after leaving the field, is no answer.
      if (!answer || !answer.ok || mine !== asked || document.activeElement !== input) return;
      list.innerHTML = await answer.text();
      options().forEach((option, i) => { option.id = `${list.id}-${i}`; });
      show(list.children.length > 0);
      if (byEnter === true && options().length) choose();
    };
    // A card reader ends with Enter: the only person found is meant; among several the first is offered.
    const choose = () => {
      if (active()) pick(active());
      else if (options().length === 1) pick(options()[0]);
      else highlight(options()[0]);
    };

    input.addEventListener("input", (event) => {
      if (filling) return;
      if (picked) { picked = false; setValue(""); setPanel(""); }
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(ask, PAUSE_MS);
    });
    input.addEventListener("compositionend", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE_MS);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey) return;
      if (event.key === "Enter") {
        // Enter in this field looks up; it never sends a form that is only begun.
        event.preventDefault();
        clearTimeout(timer);
        if (list.hidden || !options().length) ask(true); else choose();
        return;
      }
      if (list.hidden) return;
      const all = options();
      const at = all.indexOf(active());
      if (event.key === "ArrowDown") highlight(all[(at + 1) % all.length]);
      else if (event.key === "ArrowUp") highlight(all[(at - 1 + all.length) % all.length]);
      else if (event.key === "Escape") show(false);
      else return;
      event.preventDefault();
    });
    input.addEventListener("blur", () => { clearTimeout(timer); setTimeout(() => show(false), 150); });
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest('[role="option"]');
      event.preventDefault();
      if (option) pick(option);
    });
  };

  document.querySelectorAll("input[data-person-lookup-url]").forEach(start);

  // Choices offered inside a panel: this earlier matter, or a new one.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill-name]");
    if (!button) return;
    const form = button.closest("form") || document.querySelector("form[data-main]");
    if (!form) return;
    setField(form, button.dataset.fillName, button.dataset.fillValue);
    document.querySelectorAll(`[data-fill-name="${button.dataset.fillName}"]`).forEach((el) => {
      el.setAttribute("aria-pressed", String(el === button));
    });
  });
})();
