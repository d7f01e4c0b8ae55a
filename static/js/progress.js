// Asks a background job every two seconds how far it is, until it is done or has failed.
"use strict";
document.querySelectorAll("[data-progress-url]").forEach((box) => {
  const EVERY_MS = 2000;
  const part = (name) => box.querySelector(`[data-progress-${name}]`);

  const show = ({ state, done, total, result_url: resultUrl, error }) => {
    const bar = part("bar");
    bar.max = total || 1;
    if (state === "done") bar.value = bar.max; else bar.value = done || 0;
    part("text").textContent = {
      waiting: "排队等待中…",
      running: total ? `正在处理：${done} / ${total}` : "正在处理…",
      done: "已完成",
      failed: `没有成功：${error || "请稍后重试"}`,
    }[state] || "";
    if (state === "done" && resultUrl) {
      const link = part("result");
      link.href = resultUrl;
      link.hidden = false;
    }
  };

  const ask = async () => {
    let job = null;
    try {
      const answer = await fetch(box.dataset.progressUrl, { credentials: "same-origin" });
      if (answer.ok) job = await answer.json();
    } catch { /* the network may come back: ask again */ }
    if (job) {
      show(job);
      if (job.state === "done" || job.state === "failed") {
        box.dispatchEvent(new CustomEvent("progress:end", { bubbles: true, detail: job }));
        return;
      }
    }
    setTimeout(ask, EVERY_MS);
  };

  if (!["done", "failed"].includes(box.dataset.state)) ask();
});
