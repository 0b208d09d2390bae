/**
 * Offers names while one is typed after @ in the textarea inside: arrows choose, Enter or Tab
 * takes, Escape leaves (the listbox pattern of the ARIA Authoring Practices).
 *
 * <mention-box data-url="…/people/names/" data-label="People"><textarea>…</textarea></mention-box>
 * The address answers ?q= with {"names": [{"id": "12", "name": "Mia"}]}.
 */
const TYPED = /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N}\s.'-]{0,29})$/u;

class MentionBox extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    if (!this.area || !this.dataset.url) return;
    this.over = new AbortController();
    const on = (name, deed) => this.area.addEventListener(name, deed, { signal: this.over.signal });
    on("input", () => this.look());
    on("keydown", (event) => this.press(event));
    on("blur", () => this.close());
  }

  disconnectedCallback() {
    this.over?.abort();
    this.close();
  }

  get typed() {
    return TYPED.exec(this.area.value.slice(0, this.area.selectionStart))?.[1] ?? "";
  }

  async look() {
    const typed = this.typed;
    if (!typed) return this.close();
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const url = new URL(this.dataset.url, location.href);
      url.searchParams.set("q", typed);
      const answer = await fetch(url, { signal: this.asked.signal });
      if (answer.ok && typed === this.typed) this.open((await answer.json()).names);
    } catch {
      this.close();
    }
  }

  open(names) {
    this.close();
    if (!names.length) return;
    this.list = document.createElement("div");
    this.list.className = "completion";
    this.list.id = `${this.area.id}-names`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.dataset.label);
    this.list.append(...names.map(({ name }, i) => this.option(name, i)));
    this.append(this.list);
    this.area.setAttribute("aria-controls", this.list.id);
    this.choose(0);
  }

  option(name, i) {
    const option = document.createElement("div");
    option.setAttribute("role", "option");
    option.id = `${this.area.id}-name-${i}`;
    option.textContent = name;
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // The textarea keeps the cursor.
      this.take(name);
    });
    return option;
  }

  choose(at) {
    const options = [...this.list.children];
    this.at = (at + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === this.at)));
    this.area.setAttribute("aria-activedescendant", options[this.at].id);
  }

  press(event) {
    if (!this.list || event.isComposing) return;
    const deeds = {
      ArrowDown: () => this.choose(this.at + 1),
      ArrowUp: () => this.choose(this.at - 1),
      Enter: () => this.take(this.list.children[this.at].textContent),
      Tab: () => this.take(this.list.children[this.at].textContent),
      Escape: () => this.close(),
    };
    if (!deeds[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    deeds[event.key]();
  }

  take(name) {
    const end = this.area.selectionStart;
    this.area.setRangeText(`${name} `, end - this.typed.length, end, "end");
    this.close();
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  close() {
    this.list?.remove();
    this.list = undefined;
    this.area?.removeAttribute("aria-activedescendant");
    this.area?.removeAttribute("aria-controls");
  }
}

customElements.define("mention-box", MentionBox);
