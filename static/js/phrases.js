// 常用批示: puts the words where the cursor stands in the opinion box.
"use strict";
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-phrase]");
  if (!button) return;
  const box = document.getElementById(button.dataset.phraseTarget);
  if (!box) return;
  box.focus();
  box.setRangeText(button.dataset.phrase, box.selectionStart, box.selectionEnd, "end");
  app.changed(box);
});
