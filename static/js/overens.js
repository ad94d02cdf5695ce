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
