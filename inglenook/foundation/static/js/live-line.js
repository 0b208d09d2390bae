/**
 * Holds the one stream of a browser: visible tabs share it, hidden ones let go of it.
 *
 * <live-line data-url="/live/?community=racket"></live-line>, once a page. Whoever holds the lock
 * of that address listens (EventSource) and passes on to the other tabs (BroadcastChannel).
 * Events of the stream: "changed" with data {"regions": ["thread:12"]}; "lost" when too much was
 * missed. In the page they become house:changed and house:lost on the document.
 */
class LiveLine extends HTMLElement {
  connectedCallback() {
    this.over = new AbortController();
    const { signal } = this.over;
    this.channel = new BroadcastChannel(this.name);
    this.channel.onmessage = ({ data }) => this.tell(data);
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
      const stream = new EventSource(this.dataset.url);
      const pass = (event) => {
        const words = { name: event.type, detail: event.data ? JSON.parse(event.data) : {} };
        this.channel.postMessage(words);
        this.tell(words);
      };
      stream.addEventListener("changed", pass);
      stream.addEventListener("lost", pass);
      signal.addEventListener("abort", () => {
        stream.close();
        done();
      });
    });
  }

  tell({ name, detail }) {
    document.dispatchEvent(new CustomEvent(`house:${name}`, { detail }));
  }
}

customElements.define("live-line", LiveLine);
