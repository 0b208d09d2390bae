/**
 * Shows the first places that fit while somebody types into the search field inside. Arrow down
 * goes into the list, Escape back to the field; Enter in the field searches as ever.
 *
 * <quick-search data-url="…/search/quick/" data-label="First hits"><form>…</form></quick-search>
 * The address answers ?q= with {"hits": [{"title", "line", "url"}]}.
 */
const PAUSE = 180; // milliseconds without a key before it asks

class QuickSearch extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input[type=search]");
    if (!this.field || !this.dataset.url) return;
    this.over = new AbortController();
    const signal = { signal: this.over.signal };
    this.field.addEventListener("input", () => this.wait(), signal);
    this.addEventListener("keydown", (event) => this.press(event), signal);
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget)) this.close();
    }, signal);
  }

  disconnectedCallback() {
    this.over?.abort();
    this.asked?.abort();
    clearTimeout(this.timer);
    this.close();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  async look() {
    const typed = this.field.value.trim();
    this.asked?.abort();
    if (typed.length < 2) return this.close();
    this.asked = new AbortController();
    try {
      const url = new URL(this.dataset.url, location.href);
      url.searchParams.set("q", typed);
      const answer = await fetch(url, { signal: this.asked.signal });
      if (answer.ok && typed === this.field.value.trim()) this.open((await answer.json()).hits);
    } catch {
      this.close();
    }
  }

  open(hits) {
    this.close();
    if (!hits.length) return;
    this.list = document.createElement("ul");
    this.list.className = "hits";
    this.list.setAttribute("aria-label", this.dataset.label);
    this.list.append(...hits.map((hit) => this.hit(hit)));
    this.append(this.list);
  }

  hit({ title, line, url }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const name = document.createElement("b");
    const about = document.createElement("small");
    link.href = url;
    name.textContent = title;
    about.textContent = line;
    link.append(name, about);
    item.append(link);
    return item;
  }

  press(event) {
    if (!this.list || event.isComposing) return;
    const links = [...this.list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown") links[Math.min(at + 1, links.length - 1)].focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? this.field).focus();
    else if (event.key === "Escape") {
      this.field.focus();
      this.close();
    } else return;
    event.preventDefault();
  }

  close() {
    this.list?.remove();
    this.list = undefined;
  }
}

customElements.define("quick-search", QuickSearch);
