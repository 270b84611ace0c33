// A form that is opened, by key or by click, has the focus in its first field: one types on.
for (const box of document.querySelectorAll(".forms details")) {
  box.addEventListener("toggle", () => {
    if (box.open) box.querySelector("input:not([type=hidden]), select")?.focus();
  });
}
