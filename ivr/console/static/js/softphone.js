// The browser as an agent's telephone. One interface, whoever the carrier is:
//   connect(id)  calls our door for the offer that was clicked on; a promise of nothing, rejected where no line came about
//   press(key)   hangUp()   mute(on)
// What happens is told to `changed({ state, hears, muted, warns, why })`: state is idle, connecting, talking, reconnecting
// or over; `warns` is poor or unheard; `why` an error. It decides nothing about offers: whoever has not clicked is hung up
// by the door.
import { SimulatedLine } from "./simulated_line.js";
import { TwilioLine } from "./twilio_line.js";

export function softphone({ kind, changed, ...how }) {
  return kind === "twilio" ? new TwilioLine(changed, how) : new SimulatedLine(changed, how);
}
