// A worker of its own, for the clocks of a hidden page run slowly: tells that an agent's page is open, and hears whether
// somebody is asked of them.
const EVERY = 4000; // ms; without a word for 20 s the page counts as shut

let asked = { address: "", token: "" };

async function beat() {
  try {
    const answer = await fetch(asked.address, { method: "POST", headers: { "X-CSRFToken": asked.token, "HX-Request": "true" } });
    postMessage(answer.ok ? await answer.json() : { status: answer.status });
  } catch {
    postMessage({ status: 0 });
  }
}

onmessage = ({ data }) => {
  asked = data;
  beat();
  setInterval(beat, EVERY);
};
