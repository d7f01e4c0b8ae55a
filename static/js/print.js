// A button that opens the print dialogue; hidden without script, where the browser's own menu does it.
"use strict";
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
