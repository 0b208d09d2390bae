/**
 * Keeps what is being written on this device until the house has taken it in.
 *
 * <draft-keeper data-place="t-12" data-unsent="…" data-refused="…"><form>…</form></draft-keeper>
 *
 * Drafts are kept by person (body[data-person]) and place. data-follow marks a form with a page of
 * its own: after success the browser goes to its value, or to where the answer came from.
 */
class DraftKeeper extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form) return;
    this.over = new AbortController();
    const on = (name, deed) => this.addEventListener(name, deed, { signal: this.over.signal });
    on("input", () => this.keep());
    on("keydown", (event) => this.send(event));
    on("htmx:after:request", (event) => this.answered(event));
    on("htmx:error", (event) => {
      if (!event.detail.ctx?.response) this.say(this.dataset.unsent);
    });
    this.restore();
  }

  disconnectedCallback() {
    this.over?.abort();
  }

  get key() {
    return `draft:${document.body.dataset.person ?? ""}:${this.dataset.place}`;
  }

  get fields() {
    return [...this.form.querySelectorAll("textarea[name], input.input[name]")];
  }

  keep() {
    const written = this.fields.filter((field) => field.value.trim() && field.value !== field.defaultValue);
    if (!written.length) return this.forget();
    const texts = Object.fromEntries(this.fields.map((field) => [field.name, field.value]));
    try {
      localStorage.setItem(this.key, JSON.stringify(texts));
      this.querySelector("[data-kept]")?.removeAttribute("hidden");
    } catch {
      // A full or forbidden storage only costs the draft, not the page.
    }
  }

  restore() {
    const texts = read(this.key);
    if (!texts) return;
    for (const field of this.fields) {
      const draft = texts[field.name];
      if (!draft || draft === field.value) continue;
      const quoted = field.value && !("follow" in this.dataset) && !draft.includes(field.value);
      field.value = quoted ? `${draft}\n\n${field.value}` : draft;
    }
    this.querySelector("[data-kept]")?.removeAttribute("hidden");
  }

  forget() {
    localStorage.removeItem(this.key);
  }

  send(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.form.requestSubmit(this.form.querySelector("[type=submit]"));
  }

  answered(event) {
    const { status, raw } = event.detail.ctx.response;
    const text = event.detail.ctx.text ?? "";
    const where = new URL(raw.url);
    // A session that ended answers with the sign-in page: nothing was taken in.
    const turnedAway = where.pathname.startsWith("/account/");
    if (status < 400 && !turnedAway) {
      this.forget();
      if (!("follow" in this.dataset)) return;
      event.preventDefault();
      location.assign(this.dataset.follow || raw.url);
    } else if (turnedAway || (status !== 422 && status !== 409)) {
      if (turnedAway) event.preventDefault();
      const tells = status === 429 || status === 503;
      this.say((tells && sentenceOf(text)) || this.dataset.refused);
    }
  }

  say(sentence) {
    const banner = this.querySelector("[data-problem]");
    if (!banner) return;
    banner.querySelector("div").textContent = sentence;
    banner.hidden = false;
    this.querySelector("textarea")?.focus();
  }
}

// What a page of refusal says, such as when to try again, or that the disk is full.
function sentenceOf(page) {
  return /data-sentence>([^<]*)</.exec(page)?.[1];
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

customElements.define("draft-keeper", DraftKeeper);
