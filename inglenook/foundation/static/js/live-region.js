/**
 * Keeps a part of the page as the house has it now.
 *
 * <live-region id="posts" data-region="thread:12" data-url="/racket/t/12/posts/">…</live-region>
 *
 * The stream (live-line.js) only says which regions changed; the part is fetched through its
 * ordinary address and morphed in, so that focus, open menus and half-written words stay. Calls
 * are merged and spread over up to two seconds. data-every="2" asks every two seconds instead, and
 * data-next, once it comes, is where the browser goes on to.
 */
class LiveRegion extends HTMLElement {
  connectedCallback() {
    this.over = new AbortController();
    const on = (name, deed) => document.addEventListener(name, deed, { signal: this.over.signal });
    on("house:changed", (event) => {
      if (event.detail.regions.includes(this.dataset.region)) this.soon();
    });
    on("house:reload", () => this.soon());
    if (this.dataset.every) {
      this.clock = setInterval(() => document.hidden || this.fetch(), this.dataset.every * 1000);
    }
  }

  disconnectedCallback() {
    this.over.abort();
    clearInterval(this.clock);
    clearTimeout(this.wait);
  }

  soon() {
    if (!this.dataset.url) return;
    this.wait ??= setTimeout(() => this.fetch(), Math.random() * 1500);
  }

  async fetch() {
    clearTimeout(this.wait);
    this.wait = undefined;
    if (this.busy) return this.soon();
    this.busy = true;
    try {
      const answer = await fetch(this.dataset.url, { headers: { "HX-Request": "true" } });
      const text = await answer.text();
      // A page that ended up elsewhere (signed out, gone) must not empty what is being read.
      if (answer.ok && text.includes(`id="${this.id}"`)) await this.morph(text);
    } catch {
      // Offline: the next change of the line asks again.
    } finally {
      this.busy = false;
    }
  }

  async morph(text) {
    const select = `#${this.id}`;
    await htmx.swap({ sourceElement: this, target: this, text, select, swap: "outerMorph" });
    if (!this.dataset.every) clearInterval(this.clock);
    if (this.dataset.next) location.assign(this.dataset.next);
    document.dispatchEvent(new CustomEvent("house:fresh"));
  }
}

customElements.define("live-region", LiveRegion);
