// On every page that an agent may have open: it says that they are there, and that a caller is offered to them.
const FLASH = 1000; // ms

export function attend({ beat, beats }, banner) {
  const title = document.title;
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
  const worker = new Worker(beats);
  let last = "";
  let flashing = 0;
  worker.onmessage = ({ data }) => {
    if (data.asked === undefined) return;
    if (data.asked !== last) document.body.dispatchEvent(new CustomEvent("changed"));
    last = data.asked;
    banner.hidden = !last || document.getElementById("desk") !== null;
    if (last && !flashing) {
      flashing = setInterval(() => { document.title = document.title === title ? `☎ ${banner.textContent.trim()}` : title; }, FLASH);
    } else if (!last && flashing) {
      flashing = clearInterval(flashing) ?? 0;
      document.title = title;
    }
  };
  worker.postMessage({ address: beat, token });
}
