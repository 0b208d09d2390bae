/**
 * Erases this person's drafts from the device when the form inside is sent: they sign out.
 *
 * <draft-eraser><form>…</form></draft-eraser>
 */
class DraftEraser extends HTMLElement {
  connectedCallback() {
    this.over = new AbortController();
    this.addEventListener("submit", () => this.erase(), { signal: this.over.signal });
  }

  disconnectedCallback() {
    this.over.abort();
  }

  erase() {
    const mine = `draft:${document.body.dataset.person ?? ""}:`;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(mine)) localStorage.removeItem(key);
    }
  }
}

customElements.define("draft-eraser", DraftEraser);
