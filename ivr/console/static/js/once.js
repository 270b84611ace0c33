// A double click is one click: the same form is not sent twice within a second. What htmx sends it looks after itself.
const PAUSE = 1000; // ms
const sent = new WeakMap();

export function once(page) {
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    const now = performance.now();
    if (now - (sent.get(form) ?? -PAUSE) < PAUSE) event.preventDefault();
    else sent.set(form, now);
  });
}
