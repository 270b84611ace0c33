// A moment of a call is part of the address (#t=12.3): the step of that moment is shown, the bar of time is marked there,
// and whoever clicks on a moment has a link to it.
const bar = () => document.querySelector(".bar-of-time");

function moment() {
  const found = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash);
  return found ? Number(found[1]) : null;
}

function show(scroll) {
  const at = moment();
  const steps = [...document.querySelectorAll(".steps > li")];
  const chosen = at === null ? null : steps.findLast((step) => Number(step.dataset.t) <= at + 0.05) ?? steps[0];
  for (const step of steps) step.toggleAttribute("data-chosen", step === chosen);
  mark(at);
  if (scroll && chosen) chosen.scrollIntoView({ block: "center" });
}

function mark(at) {
  const line = bar()?.querySelector(".now-here");
  const seconds = Number(bar()?.dataset.seconds);
  if (!line) return;
  const x = at === null || !seconds ? -10 : Math.min(at / seconds, 1) * bar().viewBox.baseVal.width;
  line.setAttribute("x1", x);
  line.setAttribute("x2", x);
}

async function copy() {
  const said = document.getElementById("copied");
  try {
    await navigator.clipboard.writeText(location.href);
    said.textContent = said.dataset.said;
  } catch { /* the address has it all the same */ }
}

document.addEventListener("click", (event) => {
  if (event.target.closest(".moment")) setTimeout(copy, 0); // once the address has changed
  const found = event.target.closest(".bar-of-time");
  if (!found) return;
  const box = found.getBoundingClientRect();
  location.hash = `t=${(((event.clientX - box.left) / box.width) * Number(found.dataset.seconds)).toFixed(1)}`;
});
addEventListener("hashchange", () => show(true));
document.body.addEventListener("htmx:after:swap", () => show(false));
show(moment() !== null);
