// Content classes by code, by words or by pinyin; the last five used stand on top.
"use strict";
(() => {
  const RECENT = "recent:category";
  const RECENT_MOST = 5;
  const cache = new Map();

  const load = (url) => {
    if (!cache.has(url)) {
      cache.set(url, fetch(url, { credentials: "same-origin" })
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
        .then(({ items }) => items.map((item) => ({
          ...item,
          value: item.code,
          label: item.path,
          detail: [item.code, item.unit && `归口 ${item.unit}`, item.limit].filter(Boolean).join(" · "),
          text: item.path.toLowerCase(),
          keys: [item.code, ...(item.keys || "").split(/\s+/)].filter(Boolean).map((key) => key.toLowerCase()),
        }))));
    }
    return cache.get(url);
  };

  const hint = (select, item) => {
    const box = select.dataset.categoryHint && document.querySelector(select.dataset.categoryHint);
    if (!box) return;
    const parts = item ? [item.unit && `归口单位：${item.unit}`, item.limit && `办理期限：${item.limit}`].filter(Boolean) : [];
    box.textContent = parts.join("；");
  };

  const remember = (code) => {
    const rest = (app.store.get(RECENT) || []).filter((known) => known !== code);
    app.store.set(RECENT, [code, ...rest].slice(0, RECENT_MOST));
  };

  const start = async (select) => {
    let items;
    try {
      items = await load(select.dataset.categoryUrl);
    } catch {
      return; // the plain select stays
    }
    const offered = new Set([...select.options].map((option) => option.value));
    items = items.filter((item) => offered.has(item.value));
    const byCode = new Map(items.map((item) => [item.code, item]));
    const plain = () => (select.value ? select.selectedOptions[0].text.trim() : "");
    const onTop = () => {
      const recent = (app.store.get(RECENT) || []).map((code) => byCode.get(code)).filter(Boolean);
      return [...recent, ...items.filter((item) => !recent.includes(item))].slice(0, 60);
    };
    hint(select, byCode.get(select.value));
    app.combobox.enhance(select, {
      source: (query) => {
        const chosen = byCode.get(select.value);
        const untouched = !query || query === plain() || (chosen && query === chosen.label);
        return untouched ? onTop() : app.combobox.search(items, query);
      },
      chosen: (item) => {
        hint(select, item);
        if (item) remember(item.code);
      },
    });
  };

  document.querySelectorAll("select[data-category-picker]").forEach(start);
})();
