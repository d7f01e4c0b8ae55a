// Several out of many: type, choose, type again. The multiple select keeps the values and is what the form sends.
"use strict";
(() => {
  const start = (select, number) => {
    const box = document.createElement("div");
    const chips = document.createElement("div");
    const input = document.createElement("input");
    const list = document.createElement("ul");
    const label = document.querySelector(`label[for="${select.id}"]`);
    box.className = "lookup";
    chips.className = "chip-row";
    list.className = "lookup-list";
    list.id = `multi-list-${number}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label ? label.textContent.trim() : "可选项");
    input.type = "text";
    input.className = "form-control";
    input.id = `${select.id}-search`;
    input.autocomplete = "off";
    input.spellcheck = false;
    input.placeholder = "输入名称或拼音首字母";
    Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })
      .forEach(([name, value]) => input.setAttribute(name, value));
    if (label) label.htmlFor = input.id;
    select.before(chips, box);
    box.append(input, list);
    select.classList.add("is-replaced");
    select.tabIndex = -1;

    const items = app.combobox.itemsOf(select);
    const option = (value) => [...select.options].find((one) => one.value === value);
    const rows = () => [...list.children];
    const active = () => list.querySelector('[aria-selected="true"]');
    const highlight = (row) => {
      rows().forEach((one) => one.setAttribute("aria-selected", String(one === row)));
      if (row) {
        input.setAttribute("aria-activedescendant", row.id);
        row.scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    const show = (open) => {
      list.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
    };
    const drawChips = () => chips.replaceChildren(...[...select.selectedOptions].map((one) => {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.className = "chip chip-active";
      chip.textContent = `${one.text.trim()} ✕`;
      chip.setAttribute("aria-label", `去掉 ${one.text.trim()}`);
      chip.addEventListener("click", () => set(one.value, false));
      return chip;
    }));
    const set = (value, on) => {
      option(value).selected = on;
      drawChips();
      app.changed(select);
      input.focus();
    };
    const offer = () => {
      const query = input.value.trim();
      const found = query ? app.combobox.search(items, query).filter((item) => !option(item.value).selected) : [];
      list.replaceChildren(...found.map((item, i) => {
        const row = document.createElement("li");
        row.id = `${list.id}-${i}`;
        row.setAttribute("role", "option");
        row.dataset.value = item.value;
        row.textContent = item.label;
        return row;
      }));
      highlight(rows()[0]);
      show(found.length > 0);
    };
    const take = (row) => {
      input.value = "";
      show(false);
      set(row.dataset.value, true);
    };

    input.addEventListener("input", offer);
    input.addEventListener("blur", () => setTimeout(() => show(false), 150));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey) return;
      if (event.key === "Backspace" && !input.value && select.selectedOptions.length) {
        set([...select.selectedOptions].at(-1).value, false);
        return;
      }
      if (list.hidden) return;
      const all = rows();
      const at = all.indexOf(active());
      if (event.key === "ArrowDown") highlight(all[(at + 1) % all.length]);
      else if (event.key === "ArrowUp") highlight(all[(at - 1 + all.length) % all.length]);
      else if (event.key === "Enter" && active()) take(active());
      else if (event.key === "Escape") show(false);
      else return;
      event.preventDefault();
    });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const row = event.target.closest('[role="option"]');
      if (row) take(row);
    });
    if (select.form) select.form.addEventListener("draft:restored", drawChips);
    drawChips();
  };

  document.querySelectorAll("select[multiple][data-multi-picker]").forEach(start);
})();
