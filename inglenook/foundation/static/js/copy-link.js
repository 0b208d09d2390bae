/**
 * Copies an address: that of the link inside, or data-copy by the button inside, which is hidden
 * until this works. Where the clipboard is closed to pages, the link is simply followed.
 */
class CopyLink extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    this.over = new AbortController();
    this.button = this.querySelector("button");
    if (this.button) this.button.hidden = false;
    const way = this.button ?? this.querySelector("a");
    way?.addEventListener("click", (event) => this.copy(event), { signal: this.over.signal });
  }

  disconnectedCallback() {
    this.over?.abort();
    if (this.button) this.button.hidden = true;
  }

  async copy(event) {
    const link = this.querySelector("a");
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(this.dataset.copy ?? link.href);
      this.closest("[popover]")?.hidePopover();
      document.dispatchEvent(new CustomEvent("house:copied"));
    } catch {
      if (link) location.assign(link.href);
    }
  }
}

customElements.define("copy-link", CopyLink);
