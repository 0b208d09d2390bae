/**
 * Rewrites each <time datetime> of the page to the reader's clock, where it differs from the one
 * that the server wrote for. Stands once at the end of the page.
 *
 * data-as says how: "time" hours and minutes, "moment" (otherwise) the day too; "line" is left
 * alone, since its words ("Mo wrote 2 hours ago") are true anywhere.
 */
class LocalTime extends HTMLElement {
  connectedCallback() {
    this.before = new Map();
    this.rewrite(document.body);
    this.watch = new MutationObserver((changes) => {
      for (const change of changes) {
        for (const node of change.addedNodes) if (node instanceof Element) this.rewrite(node);
      }
    });
    this.watch.observe(document.body, { childList: true, subtree: true });
  }

  disconnectedCallback() {
    this.watch.disconnect();
    for (const [time, words] of this.before) time.textContent = words;
    this.before.clear();
  }

  rewrite(part) {
    for (const time of part.querySelectorAll("time[datetime]")) {
      if (this.before.has(time) || time.dataset.as === "line") continue;
      const moment = new Date(time.dateTime);
      if (Number.isNaN(moment.getTime()) || sameClock(time.dateTime, moment)) continue;
      this.before.set(time, time.textContent);
      time.textContent = shown(moment, time.dataset.as);
    }
  }
}

/** Whether the written offset ("+01:00", "Z") is the reader's at that moment. */
function sameClock(written, moment) {
  const offset = /(?:Z|([+-])(\d\d):?(\d\d))$/.exec(written);
  if (!offset) return true;
  const minutes = offset[1] ? (offset[1] === "-" ? -1 : 1) * (offset[2] * 60 + +offset[3]) : 0;
  return minutes === -moment.getTimezoneOffset();
}

function shown(moment, as) {
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const today = moment.toDateString() === new Date().toDateString();
  const thisYear = moment.getFullYear() === new Date().getFullYear();
  const day = { day: "numeric", month: "long", ...(thisYear ? {} : { year: "numeric" }) };
  const parts = as === "time" || today ? clock : { ...day, ...clock };
  // As the server writes it: "19 November".
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  return new Intl.DateTimeFormat(language, parts).format(moment);
}

customElements.define("local-time", LocalTime);
