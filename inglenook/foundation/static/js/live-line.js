/**
 * Holds the one stream of a browser: visible tabs share it, hidden ones let go of it.
 *
 * <live-line data-url="/live/?community=racket"></live-line>, once a page. Whoever holds the lock
 * of that address listens (EventSource) and passes on to the other tabs (BroadcastChannel).
 * Events of the stream: "changed" with data {"regions": ["thread:12"]}; "reload" when too much was
 * missed; "here" when it begins. The first two become house:changed and house:reload on the
 * document. Each carries the id of what happened last: a stream opened later, by whichever tab,
 * asks for what came after it, so that nothing is missed while all tabs were hidden.
 */
class LiveLine extends HTMLElement {
  connectedCallback() {
    this.over = new AbortController();
    const { signal } = this.over;
    this.channel = new BroadcastChannel(this.name);
    this.channel.onmessage = ({ data }) => (data.name === "ask" ? this.help() : this.tell(data));
    this.channel.postMessage({ name: "ask" });
    document.addEventListener("visibilitychange", () => this.settle(), { signal });
    addEventListener("pagehide", () => this.release(), { signal });
    addEventListener("pageshow", () => this.settle(), { signal });
    this.settle();
  }

  disconnectedCallback() {
    this.over.abort();
    this.release();
    this.channel.close();
  }

  get name() {
    return `live:${this.dataset.url}`;
  }

  settle() {
    if (document.hidden) this.release();
    else this.claim();
  }

  claim() {
    if (this.claimed) return;
    const claimed = new AbortController();
    this.claimed = claimed;
    navigator.locks
      .request(this.name, { signal: claimed.signal }, () => this.listen(claimed.signal))
      .catch(() => {}); // Given up before the lock was free.
  }

  release() {
    this.claimed?.abort();
    this.claimed = undefined;
  }

  listen(signal) {
    return new Promise((done) => {
      this.open(signal);
      signal.addEventListener("abort", () => {
        this.stream.close();
        this.stream = undefined;
        clearTimeout(this.again);
        done();
      });
    });
  }

  open(signal) {
    const last = this.last ? `&last=${this.last}` : "";
    this.stream = new EventSource(this.dataset.url + last);
    const pass = ({ type, data, lastEventId }) => {
      const words = { name: type, detail: JSON.parse(data), last: lastEventId };
      this.channel.postMessage(words);
      this.tell(words);
    };
    for (const name of ["changed", "reload", "here"]) this.stream.addEventListener(name, pass);
    this.stream.onerror = () => {
      // The browser itself comes again after a broken line, but not after a refusal.
      if (this.stream.readyState !== EventSource.CLOSED || signal.aborted) return;
      this.again = setTimeout(() => this.open(signal), 20000 + Math.random() * 20000);
    };
  }

  /** Lets a tab that has just come know how far the one that listens is. */
  help() {
    if (this.claimed && this.stream && this.last) {
      this.channel.postMessage({ name: "here", detail: {}, last: this.last });
    }
  }

  tell({ name, detail, last }) {
    this.last = last;
    document.dispatchEvent(new CustomEvent(`house:${name}`, { detail }));
  }
}

customElements.define("live-line", LiveLine);
