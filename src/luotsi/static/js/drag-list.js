// A list whose rows can be moved: by pointer (the grip), by keyboard (Alt+↑ / Alt+↓ anywhere in the row), by menu (a
// plain form in the row, not of this module).
//
//   <tbody data-drag-list data-said-moved="Moved to place {place} of {count}" data-said-failed="…">
//     <tr data-drag-item="12" data-move-url="/items/12/move/"> <td><button data-grip class="grip">… <td data-rank>14
//
// Sends POST with `after` and `before` (the neighbours' ids, empty at an end) and `place` (the place in this list, from
// 1, plus data-first of the list). An answer with HTML replaces the list; one without lets the row stand and counts the
// data-rank cells anew; a redirect is followed; a refusal puts the row back and is shown.

import { say } from "./heard.js";

const SETTLE = 600; // several key presses become one move

const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
const itemsOf = (list) => [...list.children].filter((row) => row.dataset.dragItem);

function landed(row) {
  row.classList.remove("is-moved");
  void row.offsetWidth; // restarts the animation
  row.classList.add("is-moved");
}

class Move {
  constructor(list, row) {
    this.list = list;
    this.row = row;
    this.next = row.nextElementSibling;
  }

  get hasMoved() { return this.row.nextElementSibling !== this.next; }

  putBack() { this.list.insertBefore(this.row, this.next); }

  values() {
    const rows = itemsOf(this.list);
    const at = rows.indexOf(this.row);
    return {
      after: rows[at - 1]?.dataset.dragItem ?? "",
      before: rows[at + 1]?.dataset.dragItem ?? "",
      place: String(at + Number(this.list.dataset.first ?? 1)),
    };
  }

  async send() {
    if (!this.hasMoved) return;
    landed(this.row);
    let answer;
    try {
      answer = await fetch(this.row.dataset.moveUrl, {
        method: "POST",
        body: new URLSearchParams(this.values()),
        headers: { ...token(), "HX-Request": "true" },
        credentials: "same-origin",
      });
    } catch {
      answer = null;
    }
    if (answer?.ok) await this.accept(answer);
    else await this.refuse(answer);
  }

  async accept(answer) {
    if (answer.redirected) return window.location.assign(answer.url);
    const { place } = this.values();
    const html = await answer.text();
    const said = (this.list.dataset.saidMoved ?? "").replace("{place}", place).replace("{count}", itemsOf(this.list).length);
    if (html.trim()) window.htmx.swap(this.list, html, { swapStyle: "outerHTML" });
    else this.count();
    say(said);
  }

  count() {
    const first = Number(this.list.dataset.first ?? 1);
    this.list.querySelectorAll("[data-rank]").forEach((cell, at) => { cell.textContent = first + at; });
  }

  async refuse(answer) {
    this.putBack();
    const html = answer && [409, 422].includes(answer.status) ? await answer.text() : "";
    if (html) window.htmx.swap(document.getElementById("messages"), html, { swapStyle: "innerHTML" });
    say(this.list.dataset.saidFailed ?? "");
  }
}

function follow(list, move, y) {
  const over = itemsOf(list).find((row) => {
    const box = row.getBoundingClientRect();
    return row !== move.row && y >= box.top && y < box.bottom;
  });
  if (!over) return;
  const box = over.getBoundingClientRect();
  list.insertBefore(move.row, y < box.top + box.height / 2 ? over : over.nextElementSibling);
}

function scrollNear(edge) {
  const room = 60;
  if (edge < room) window.scrollBy(0, -12);
  else if (edge > window.innerHeight - room) window.scrollBy(0, 12);
}

function dragByPointer(list, event) {
  const grip = event.target.closest("[data-grip]");
  const row = grip?.closest("[data-drag-item]");
  if (!row || event.button !== 0) return;
  event.preventDefault();
  const move = new Move(list, row);
  row.classList.add("is-held");
  const leave = new AbortController();
  const end = (isKept) => {
    leave.abort();
    row.classList.remove("is-held");
    if (isKept) move.send();
    else move.putBack();
  };
  // On the document: a row that changes its place in the page loses any capture of the pointer.
  const listen = (name, what) => document.addEventListener(name, what, { signal: leave.signal });
  listen("pointermove", (at) => {
    follow(list, move, at.clientY);
    scrollNear(at.clientY);
  });
  listen("pointerup", () => end(true));
  listen("pointercancel", () => end(false));
  listen("keydown", (key) => { if (key.key === "Escape") end(false); });
}

function dragByKey(list, pending, event) {
  const row = event.target.closest("[data-drag-item]");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!row || !event.altKey || !step) return;
  event.preventDefault();
  if (pending.move?.row !== row) pending.flush();
  pending.move ??= new Move(list, row);
  const focused = document.activeElement;
  const rows = itemsOf(list);
  const other = rows[rows.indexOf(row) + step];
  if (other) list.insertBefore(row, step < 0 ? other : other.nextElementSibling);
  focused.focus();
  say(pending.move.values().place);
  clearTimeout(pending.timer);
  pending.timer = setTimeout(() => pending.flush(), SETTLE);
}

export function enable(list) {
  const pending = {
    move: null,
    timer: 0,
    flush() {
      clearTimeout(this.timer);
      const move = this.move;
      this.move = null;
      return move?.send();
    },
  };
  list.addEventListener("pointerdown", (event) => dragByPointer(list, event));
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pending.move) {
      clearTimeout(pending.timer);
      pending.move.putBack();
      pending.move = null;
    } else dragByKey(list, pending, event);
  });
}
