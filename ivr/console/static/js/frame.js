// What every page has: keys, live marks, toasts, the menu. Each part stands in a file of its own.
import { follow } from "./live.js";
import { attend } from "./attend.js";
import { bind } from "./keymap.js";
import { once } from "./once.js";
import { watchToasts } from "./undo.js";

once(document);
watchToasts(document.getElementById("toasts"));
bind(document.getElementById("keys"));
if (document.body.dataset.beat) attend(document.body.dataset, document.getElementById("rings"));
if (document.body.dataset.live) follow(document.body.dataset, document.getElementById("connection"));
