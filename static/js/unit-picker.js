// A long select becomes a type-ahead. Without script it stays the select that it is.
"use strict";
(() => {
  const MOST = 12;
  const escape = (text) => {
    const box = document.createElement("i");
    box.textContent = text;
    return box.innerHTML.replace(/"/g, "&quot;");
  };

  // Every word typed must be found; a code or the beginning of an initial counts before a word in the middle.
  const rank = (item, words) => {
    let worst = 0;
    for (const word of words) {
      let found = 9;
      if (item.keys.some((key) => key.startsWith(word))) found = 0;
      else if (item.text.startsWith(word)) found = 1;
      else if (item.text.includes(word)) found = 2;
      if (found === 9) return -1;
      worst = Math.max(worst, found);
    }
    return worst;
  };

  const search = (items, query) => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return items
      .map((item, order) => [rank(item, words), order, item])
      .filter(([score]) => score >= 0)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1])
      .slice(0, MOST)
      .map(([, , item]) => item);
  };

  const itemsOf = (select) => [...select.options].filter((option) => option.value).map((option) => ({
    value: option.value,
    label: option.text.trim(),
    detail: option.dataset.detail || "",
    text: option.text.trim().toLowerCase(),
    keys: [option.value, ...(option.dataset.keys || "").split(/\s+/)].filter(Boolean).map((key) => key.toLowerCase()),
  }));

  /**
   * Puts a type-ahead before `select`, which keeps the value and is still what the form sends.
   * `source(query)` gives items {value, label, detail}; `chosen(item)` hears of the choice, or of null.
   */
  const enhance = (select, { source, chosen = () => {} }) => {
    if (select.dataset.enhanced) return;
    select.dataset.enhanced = "1";
    const current = select.value ? select.selectedOptions[0].text.trim() : "";
    const note = document.createElement("p");
    note.className = "picker-note is-empty";
    note.setAttribute("role", "status");
    const required = select.required;
    select.required = false; // a hidden field that is required would stop the form without a word

    const set = (item) => {
      const value = item ? item.value : "";
      note.textContent = "";
      if (select.value === value) return;
      select.value = value;
      chosen(item);
      app.changed(select);
    };

    accessibleAutocomplete.enhanceSelectElement({
      selectElement: select,
      source: (query, populate) => populate(source(query)),
      defaultValue: current,
      showAllValues: true,
      autoselect: true,
      confirmOnBlur: true,
      displayMenu: "overlay",
      dropdownArrow: () => '<svg class="autocomplete__dropdown-arrow-down" viewBox="0 0 14 10" aria-hidden="true"><path d="M0 0h14L7 10z"/></svg>',
      inputClasses: "form-control",
      onConfirm: (item) => { if (item) set(item); },
      templates: {
        inputValue: (item) => (item && item.label) || "",
        suggestion: (item) => (typeof item === "string" ? escape(item)
          : escape(item.label) + (item.detail ? `<small>${escape(item.detail)}</small>` : "")),
      },
      tNoResults: () => "没有符合的项",
      tStatusQueryTooShort: (min) => `请输入 ${min} 个以上的字`,
      tStatusNoResults: () => "没有符合的项",
      tStatusSelectedOption: (option, length, index) => `${option}，第 ${index + 1} 项，共 ${length} 项`,
      tStatusResults: (length, option) => `${length} 项可选。${option}`,
      tAssistiveHint: () => "输入文字查找，用上下键选择，回车确定。",
    });

    const wrapper = select.previousElementSibling;
    const input = wrapper.querySelector("input");
    const described = select.getAttribute("aria-describedby");
    if (described) input.setAttribute("aria-describedby", `${described} ${input.getAttribute("aria-describedby") || ""}`.trim());
    if (select.getAttribute("aria-invalid")) input.setAttribute("aria-invalid", "true");
    if (required) input.setAttribute("aria-required", "true");
    select.after(note);
    // Typing undoes the earlier choice; leaving the field without a new one says so.
    input.addEventListener("input", () => set(null));
    wrapper.addEventListener("focusout", () => setTimeout(() => {
      if (wrapper.contains(document.activeElement)) return;
      note.textContent = input.value.trim() && !select.value ? "没有选中任何一项，请从列表中选择" : "";
    }, 200));
  };

  app.combobox = { enhance, search, itemsOf };
  document.querySelectorAll("select[data-combobox]").forEach((select) => {
    const items = itemsOf(select);
    const chosenLabel = () => (select.value ? select.selectedOptions[0].text.trim() : "");
    enhance(select, {
      // With the field as it was left, opening it offers everything again.
      source: (query) => search(items, query === chosenLabel() ? "" : query),
    });
  });
})();
