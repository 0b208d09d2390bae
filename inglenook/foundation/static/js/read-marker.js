/**
 * Tells the house how far the page was read, once its end is in sight.
 *
 * <read-marker data-url="…/read/" data-last="…"></read-marker>, placed after the last post.
 * What the live stream adds later counts too: the last [data-post] of #posts, where it is newer.
 */
class ReadMarker extends HTMLElement {
  connectedCallback() {
    this.over = new AbortController();
    this.inSight = false;
    this.sight = new IntersectionObserver((seen) => {
      this.inSight = seen.at(-1).isIntersecting;
      this.mark();
    });
    this.sight.observe(this);
    document.addEventListener("visibilitychange", () => this.mark(), { signal: this.over.signal });
    document.addEventListener("house:fresh", () => this.mark(), { signal: this.over.signal });
  }

  disconnectedCallback() {
    this.sight.disconnect();
    this.over.abort();
  }

  get last() {
    const told = this.dataset.last || "0";
    const posts = document.querySelectorAll("#posts [data-post]");
    const shown = posts.length ? posts[posts.length - 1].dataset.post : told;
    return BigInt(shown) > BigInt(told) ? shown : told;
  }

  async mark() {
    const last = this.last;
    if (!this.inSight || document.hidden || last === "0" || last === this.sent) return;
    this.sent = last;
    const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}");
    try {
      const body = new URLSearchParams({ last });
      await fetch(this.dataset.url, { method: "POST", headers, body, keepalive: true });
    } catch {
      this.sent = undefined; // Offline: told again at the next occasion.
    }
  }
}

customElements.define("read-marker", ReadMarker);
