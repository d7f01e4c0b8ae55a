// The register page without the mouse: Enter goes on, parts unfold when they are needed, hints come while one types.
"use strict";
(() => {
  const form = document.querySelector("form[data-register]");
  if (!form) return;
  const HINT_MS = 300;
  const HINTED = ["name", "is_anonymous", "person", "phone", "id_number", "workplace", "kind", "address", "place", "body"];
  const ID_NUMBER = /^\d{17}[\dXx]$/;
  const MOBILE = /^1\d{10}$/;
  const field = (name) => form.elements.namedItem(name);
  const panel = document.getElementById("person-panel");
  const nameInput = field("name");

  // --- parts that the channel or the purpose asks for
  const isFilled = (box) => [...box.querySelectorAll("input, textarea, select")].some((el) => {
    if (el.type === "radio" || el.type === "checkbox") return el.checked;
    if (el.multiple) return el.selectedOptions.length > 0;
    return el.value.trim() !== "";
  });
  const unfold = () => form.querySelectorAll("details[data-open-when]").forEach((box) => {
    const [name, values] = box.dataset.openWhen.split("=");
    const asked = values.split(" ").includes(field(name).value);
    if (asked) box.open = true;
    else if (!isFilled(box)) box.open = false;
  });
  const showNamed = () => form.classList.toggle("is-anonymous", field("is_anonymous").checked);

  // --- the matter that is continued
  const continuing = form.querySelector("[data-continuing]");
  const continueWith = (text) => {
    const on = field("matter").value !== "";
    form.classList.toggle("is-continuing", on);
    continuing.hidden = !on;
    if (on && text) continuing.querySelector("[data-continuing-text]").textContent = text;
  };

  // --- hints
  const hintBox = document.getElementById("repeat-hint");
  let timer;
  let asked = 0;
  const hint = async () => {
    const values = HINTED.flatMap((name) => {
      const el = field(name);
      if (el.type === "checkbox") return el.checked ? [[name, el.value]] : [];
      return el.value ? [[name, el.value]] : [];
    });
    const mine = ++asked;
    const answer = await app.post(form.dataset.hintUrl, new URLSearchParams(values)).catch(() => null);
    if (answer && answer.ok && mine === asked) hintBox.innerHTML = await answer.text();
  };
  const hintSoon = () => { clearTimeout(timer); timer = setTimeout(hint, HINT_MS); };

  form.addEventListener("change", (event) => {
    const { name } = event.target;
    if (name === "channel" || name === "purpose") unfold();
    if (name === "is_anonymous") showNamed();
    if (HINTED.includes(name)) hintSoon();
  });
  form.addEventListener("draft:restored", () => {
    unfold();
    showNamed();
    continueWith(field("matter").value ? "草稿中选定的事项" : "");
    hintSoon();
  });

  // --- choices in the panels: a matter, or a person
  const openPanel = async (url) => {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) return;
    panel.innerHTML = await answer.text();
    const first = panel.querySelector("[data-fill-name]");
    if (first) first.focus();
  };
  document.addEventListener("click", (event) => {
    const matter = event.target.closest("[data-fill-name='matter']");
    const person = event.target.closest("[data-pick-person]");
    if (matter) {
      // person-lookup.js has set the field; without script the button would have sent the page.
      event.preventDefault();
      field("matter").value = matter.dataset.fillValue;
      continueWith(matter.dataset.fillText);
      field("body").focus();
    }
    if (person) {
      event.preventDefault();
      field("person").value = person.dataset.pickPerson;
      nameInput.value = person.parentElement.querySelector("strong").textContent;
      openPanel(person.dataset.panelUrl);
      app.changed(field("person"));
    }
  });

  // --- a number in the name field goes where it belongs
  const moveNumber = () => {
    const value = nameInput.value.trim();
    const target = ID_NUMBER.test(value) ? "id_number" : MOBILE.test(value) ? "phone" : "";
    if (!target || field("person").value) return false;
    field(target).value = value;
    nameInput.value = "";
    const box = field(target).closest("details");
    if (box) box.open = true;
    app.toast(target === "phone" ? "没有登记过此电话，已填入电话栏，请填写姓名" : "没有登记过此证件，已填入证件号，请填写姓名");
    hintSoon();
    return true;
  };
  nameInput.addEventListener("change", moveNumber);

  // --- Enter goes to the next field; Ctrl+Enter saves
  const stops = () => [...form.querySelectorAll("input, textarea, select, button[data-save]")]
    .filter((el) => el.type !== "hidden" && !el.disabled && el.tabIndex >= 0
      && app.visible(el) && !el.closest("details:not([open])"));
  const goOn = (from) => {
    const all = stops().filter((el) => !(from.type === "radio" && el.type === "radio" && el.name === from.name) || el === from);
    const next = all[all.indexOf(from) + 1];
    if (!next) return;
    const chosen = next.type === "radio" && form.querySelector(`input[name="${next.name}"]:checked`);
    (chosen || next).focus();
  };
  // Enter that has just picked a person stays: the panel takes the focus.
  let pickedBefore = "";
  form.addEventListener("keydown", () => { pickedBefore = field("person").value; }, true);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey) return;
    const el = event.target;
    if (el === nameInput) {
      const nobody = nameInput.parentElement.querySelector(".lookup-list:not([hidden]) .lookup-none");
      if ((nobody || pickedBefore) && !moveNumber()) goOn(el);
      return;
    }
    if (event.defaultPrevented || el.tagName !== "INPUT") return;
    event.preventDefault();
    goOn(el);
  });

  unfold();
  showNamed();
  // The look-up has put the field into its box, and a field that moves loses the focus.
  if (document.activeElement === document.body) nameInput.focus();
})();
