// Toasts go after their seconds, unless somebody is at them; the seconds in which something can be taken back are shown.
// Without this script they stay until the next page.
export function watchToasts(box) {
  for (const toast of box.children) run(toast);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.dataset?.seconds) run(node);
  }).observe(box, { childList: true });
  document.body.addEventListener("htmx:error", ({ detail }) => {
    if (!detail?.ctx?.response) say(box, box.dataset.lost);
  });
}

function run(toast) {
  let left = Number(toast.dataset.seconds);
  const shown = toast.querySelector(".left");
  toast.querySelector(".close")?.addEventListener("click", () => toast.remove());
  const timer = setInterval(() => {
    if (!toast.isConnected) return clearInterval(timer);
    if (!shown && toast.matches(":hover, :focus-within")) return undefined;
    left -= 1;
    if (shown) shown.textContent = digits(left);
    return left > 0 ? undefined : toast.remove();
  }, 1000);
}

function say(box, words) {
  const toast = document.createElement("div");
  toast.className = "toast-line";
  toast.dataset.seconds = "10";
  const text = document.createElement("p");
  text.textContent = words;
  toast.append(text);
  box.append(toast);
}

export function digits(number) {
  return document.body.dataset.digits === "beng" ? String(number).replace(/\d/g, (digit) => "০১২৩৪৫৬৭৮৯"[digit]) : String(number);
}
