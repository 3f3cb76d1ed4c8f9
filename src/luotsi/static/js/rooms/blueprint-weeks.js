// Bars of a draft that can be moved to another week: by pointer along their row; by keyboard: ← and → on a bar, then
// Enter (Escape puts it back), or Alt+← / Alt+→ alone. ↑ and ↓ go to the next bar. The third way, a form, is the page
// that the item's name opens, and Enter on a bar that was not moved.
//
//   <table data-weeks data-said-moved="From the week of {week}" data-said-failed="…"> <th data-week="0"> … one per week
//     <tr data-move-url="…"> … <button id="bar-7" data-bar data-start="3" data-length="2">
//
// Sends POST with `week`; the answer is the board, which replaces #board and asks by itself until the rest has made
// room. What has moved then is said to people who listen ([data-said]).

import { say } from "../heard.js";

const SETTLE = 600; // several key presses become one move
const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
const headsOf = (table) => [...table.querySelectorAll("[data-week]")];

function weekAt(table, x) {
  const heads = headsOf(table);
  const hit = heads.findIndex((head) => x < head.getBoundingClientRect().right);
  return hit < 0 ? heads.length - 1 : hit;
}

// Chromium: a style that script set becomes an attribute only when somebody reads it. Removed unread it comes back as
// style="", and htmx, which hands attributes on to the new bar of the same id, would break the page's policy with it.
function unstyle(bar) {
  bar.getAttribute("style");
  bar.removeAttribute("style");
}

class Shift {
  constructor(bar) {
    this.bar = bar;
    this.table = bar.closest("[data-weeks]");
    this.start = Number(bar.dataset.start);
    this.length = Number(bar.dataset.length);
    this.week = this.start;
  }

  to(week) {
    const heads = headsOf(this.table);
    this.week = Math.max(0, Math.min(week, heads.length - this.length));
    const move = heads[this.week].getBoundingClientRect().left - heads[this.start].getBoundingClientRect().left;
    if (this.week === this.start) unstyle(this.bar);
    else this.bar.style.transform = `translateX(${move}px)`;
  }

  get said() { return headsOf(this.table)[this.week].firstChild.textContent.trim(); }

  putBack() {
    unstyle(this.bar);
    this.bar.classList.remove("is-held");
  }

  // The board was replaced under the hand: the new bar is held where the old one was, if it is still there.
  goOn() {
    const bar = document.getElementById(this.bar.id);
    if (!bar) return;
    this.bar = bar;
    this.table = bar.closest("[data-weeks]");
    this.start = Number(bar.dataset.start);
    this.length = Number(bar.dataset.length);
    bar.classList.add("is-held");
    this.to(this.week);
  }

  async send() {
    this.bar.classList.remove("is-held");
    if (this.week === this.start || !this.bar.isConnected) return this.putBack();
    const row = this.bar.closest("[data-move-url]");
    let answer = null;
    try {
      answer = await fetch(row.dataset.moveUrl + window.location.search, {
        method: "POST",
        body: new URLSearchParams({ week: String(this.week) }),
        headers: { ...token(), "HX-Request": "true" },
        credentials: "same-origin",
      });
    } catch {
      answer = null;
    }
    if (answer?.ok) await this.accept(answer, row.id);
    else await this.refuse(answer);
  }

  async accept(answer, id) {
    const said = (this.table.dataset.saidMoved ?? "").replace("{week}", this.said);
    const html = await answer.text();
    unstyle(this.bar);
    inHand()?.putBack();
    window.htmx.swap(document.getElementById("board"), html, { swapStyle: "outerHTML" });
    say(said);
    requestAnimationFrame(() => document.getElementById(id)?.querySelector("[data-bar]")?.focus({ preventScroll: true }));
  }

  async refuse(answer) {
    this.putBack();
    const html = answer && [409, 422].includes(answer.status) ? await answer.text() : "";
    if (html) window.htmx.swap(document.getElementById("messages"), html, { swapStyle: "innerHTML" });
    say(this.table.dataset.saidFailed ?? "");
  }
}

function openPage(bar) {
  bar.closest("tr").querySelector("th a")?.click();
}

function dragByPointer(event) {
  const bar = event.target.closest("[data-weeks] [data-bar]");
  if (!bar || event.button !== 0) return;
  event.preventDefault();
  settle()?.putBack();
  bar.focus({ preventScroll: true });
  const shift = new Shift(bar);
  const grabbed = weekAt(shift.table, event.clientX) - shift.start;
  bar.classList.add("is-held");
  dragged = shift;
  const leave = new AbortController();
  const listen = (name, what) => document.addEventListener(name, what, { signal: leave.signal });
  const end = () => { leave.abort(); dragged = null; return shift; };
  listen("pointermove", (at) => shift.to(weekAt(shift.table, at.clientX) - grabbed));
  listen("pointerup", () => end().send());
  listen("pointercancel", () => end().putBack());
  listen("keydown", (key) => { if (key.key === "Escape") end().putBack(); });
}

let dragged = null; // the shift of the bar under the pointer
let pending = null; // a bar moved by keys and not sent yet
const inHand = () => dragged ?? pending?.shift;

function settle() {
  clearTimeout(pending?.timer);
  const shift = pending?.shift;
  pending = null;
  return shift;
}

function step(bar, weeks, isAlone) {
  if (pending && pending.shift.bar !== bar) settle()?.putBack();
  pending ??= { shift: new Shift(bar), timer: 0 };
  bar.classList.add("is-held");
  pending.shift.to(pending.shift.week + weeks);
  say(pending.shift.said);
  clearTimeout(pending.timer);
  if (isAlone) pending.timer = setTimeout(() => settle()?.send(), SETTLE);
}

function putBack() {
  const shift = settle();
  if (!shift) return;
  shift.putBack();
  say(shift.table.dataset.saidBack ?? "");
}

function goOn(bar, by) {
  const bars = [...bar.closest("[data-weeks]").querySelectorAll("[data-bar]")];
  bars[bars.indexOf(bar) + by]?.focus();
}

function byKey(event) {
  const bar = event.target.closest?.("[data-weeks] [data-bar]");
  if (!bar || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const ways = {
    ArrowLeft: () => step(bar, -1, event.altKey),
    ArrowRight: () => step(bar, 1, event.altKey),
    ArrowUp: () => goOn(bar, -1),
    ArrowDown: () => goOn(bar, 1),
    Escape: putBack,
    Enter: () => (pending?.shift.bar === bar && pending.shift.week !== pending.shift.start ? settle().send() : openPage(bar)),
  };
  if (!ways[event.key]) return;
  event.preventDefault();
  ways[event.key]();
}

// On the document: the board is replaced after every move.
document.addEventListener("pointerdown", dragByPointer);
document.addEventListener("keydown", byKey);
document.addEventListener("focusout", (event) => queueMicrotask(() => { // a bar that was replaced has been taken up again
  if (pending?.shift.bar === event.target && !pending.timer) putBack();
}));
document.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.target.id === "board") inHand()?.putBack(); });
document.addEventListener("htmx:afterSwap", (event) => {
  const board = document.getElementById("board");
  if (!board || ![event.target.id, event.detail.elt?.id].includes("board")) return;
  inHand()?.goOn();
  const lede = document.querySelector(".lede");
  if (lede && board.dataset.sentence) lede.textContent = board.dataset.sentence;
  const isPutBack = event.detail.pathInfo?.requestPath.endsWith("/put-back/");
  const table = board.querySelector("[data-weeks]");
  if (isPutBack) table?.parentElement.focus({ preventScroll: true }); // the button that had the focus is gone
  say(board.querySelector("[data-said]")?.textContent ?? (isPutBack ? (table?.dataset.saidBack ?? "") : ""));
});
