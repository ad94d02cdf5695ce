"use strict";
// Small conveniences. Everything works without this file.

// Esc hides the explanation of a glossary word.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.activeElement?.closest(".term")) document.activeElement.blur();
});

// A link that looks and is announced as a button answers to the space bar as one.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches("a[role=button]")) return;
  event.preventDefault();
  event.target.click();
});

// Paste a column from a spreadsheet: fields with the same data-paste-column are filled downwards from the one in hand.
document.addEventListener("paste", (event) => {
  const column = event.target.dataset?.pasteColumn;
  const lines = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/);
  if (!column || lines.length < 2) return;
  event.preventDefault();
  const fields = [...document.querySelectorAll(`[data-paste-column="${CSS.escape(column)}"]`)];
  fields.slice(fields.indexOf(event.target)).slice(0, lines.length).forEach((field, index) => {
    field.value = lines[index].split("\t")[0].replace(/[\s\u00a0]/g, "");
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
});

// A slider beside a number field: either moves the other. Without this file only the field is there.
document.querySelectorAll("input[type=range][data-mirrors]").forEach((slider) => {
  const field = document.getElementById(slider.dataset.mirrors);
  slider.hidden = false;
  slider.addEventListener("input", () => { field.value = slider.value; });
  field.addEventListener("input", () => { slider.value = field.value.replace(",", "."); });
});

// What was written is there again when an act is refused and the page says why: kept in this window until the next page.
const written = (form) => [...form.elements].filter(
  (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type));
const named = (form) => [form.getAttribute("action") ?? "", ...[...form.elements]
  .filter((field) => field.type === "hidden" && field.name !== "csrfmiddlewaretoken")
  .map((field) => `${field.name}=${field.value}`)].join(" ");
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  const fields = written(event.target).map((field) => [field.value, field.checked]);
  sessionStorage.setItem("written", JSON.stringify([location.pathname, named(event.target), fields]));
}, true);
const [kept, whose, fields] = JSON.parse(sessionStorage.getItem("written") ?? "[]");
sessionStorage.removeItem("written");
if (kept === location.pathname && document.querySelector("#messages .error")) {
  const form = [...document.forms].find((one) => named(one) === whose);
  const again = form ? written(form) : [];
  if (again.length === fields.length) again.forEach((field, index) => { [field.value, field.checked] = fields[index]; });
  for (let fold = form?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}
