// What is typed is not lost: kept in this browser at once, and on the server a few seconds later.
"use strict";
(() => {
  const PREFIX = "draft:";
  const KEEP_MS = 24 * 3600 * 1000;
  const SERVER_DELAY_MS = 4000;

  const fieldsOf = (form) => [...form.elements].filter(
    (el) => el.name && el.name !== "csrfmiddlewaretoken" && !["file", "password", "submit", "button"].includes(el.type)
      && !el.closest("[data-no-draft]"));

  const read = (form) => fieldsOf(form).flatMap((el) => {
    if (el.type === "checkbox" || el.type === "radio") return el.checked ? [[el.name, el.value]] : [];
    if (el.multiple) return [...el.selectedOptions].map((option) => [el.name, option.value]);
    return [[el.name, el.value]];
  });

  const write = (form, pairs) => fieldsOf(form).forEach((el) => {
    const values = pairs.filter(([name]) => name === el.name).map(([, value]) => value);
    if (el.type === "checkbox" || el.type === "radio") el.checked = values.includes(el.value);
    else if (el.multiple) [...el.options].forEach((option) => { option.selected = values.includes(option.value); });
    else if (values.length) el.value = values[0];
  });

  const status = (form) => {
    const line = form.querySelector("[data-draft-status]");
    return (text, discardable) => {
      if (!line) return;
      line.hidden = false;
      line.querySelector("[data-draft-text]").textContent = text;
      line.querySelector("[data-draft-discard]").hidden = !discardable;
    };
  };

  const clock = (ms) => new Date(ms).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

  const watch = (form) => {
    const key = PREFIX + form.dataset.draftKey;
    const say = status(form);
    const blank = JSON.stringify(read(form));
    const kept = app.store.get(key);
    if (kept && Date.now() - kept.at < KEEP_MS && !("draftBound" in form.dataset)) {
      write(form, kept.pairs);
      form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
      say(`已恢复 ${clock(kept.at)} 未保存的内容。`, true);
    }

    let timer;
    const toServer = async () => {
      const url = form.dataset.draftUrl;
      if (!url || form.dataset.sent) return;
      try {
        const answer = await app.post(url, new URLSearchParams(read(form)));
        say(answer.ok ? `草稿已于 ${clock(Date.now())} 保存` : "草稿暂存在本机，尚未传到服务器", false);
      } catch {
        say("网络不通，草稿暂存在本机", false);
      }
    };
    const keep = () => {
      const pairs = read(form);
      if (JSON.stringify(pairs) === blank) return;
      app.store.set(key, { at: Date.now(), pairs });
      clearTimeout(timer);
      timer = setTimeout(toServer, SERVER_DELAY_MS);
    };
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", () => clearTimeout(timer));

    const discard = form.querySelector("[data-draft-discard]");
    if (discard) {
      discard.addEventListener("click", async () => {
        app.store.drop(key);
        clearTimeout(timer);
        if (form.dataset.draftUrl) {
          // The fields say which draft it is that ends.
          const body = new URLSearchParams([...read(form), ["discard", "1"]]);
          await app.post(form.dataset.draftUrl, body).catch(() => null);
        }
        window.location.reload();
      });
    }
  };

  document.querySelectorAll("[data-draft-clear]").forEach((el) => app.store.drop(PREFIX + el.dataset.draftClear));
  document.querySelectorAll("form[data-draft-key]").forEach(watch);

  // Personal data does not stay in a shared browser: signing out empties it, and so does a day.
  document.addEventListener("submit", (event) => {
    if ("signOut" in event.target.dataset) app.store.keys(PREFIX).forEach(app.store.drop);
  });
  app.store.keys(PREFIX).forEach((key) => {
    const kept = app.store.get(key);
    if (!kept || Date.now() - kept.at > KEEP_MS) app.store.drop(key);
  });
})();
