/**
 * Shows short sentences at the foot of the page and takes them away after ten seconds, or at once
 * by their button. Any part of the page speaks through it: dispatch "house:say" with detail.words.
 */
class ToastLine extends HTMLElement {
  connectedCallback() {
    this.over = new AbortController();
    const { signal } = this.over;
    document.addEventListener("house:say", (event) => this.say(event.detail.words), { signal });
    document.addEventListener("house:copied", () => this.say(this.dataset.copied), { signal });
    for (const toast of this.querySelectorAll(".toast")) this.dress(toast);
  }

  disconnectedCallback() {
    this.over.abort();
    for (const button of this.querySelectorAll("button")) button.remove();
  }

  say(words) {
    const toast = document.createElement("div");
    toast.className = "toast";
    const text = document.createElement("span");
    text.textContent = words;
    toast.append(text);
    this.append(toast);
    this.dress(toast);
  }

  dress(toast) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = this.dataset.close;
    button.addEventListener("click", () => toast.remove());
    toast.append(button);
    const leave = () => {
      // Not while somebody reads it or stands on its button.
      if (toast.matches(":hover, :focus-within")) setTimeout(leave, 2000);
      else toast.remove();
    };
    setTimeout(leave, 10000);
  }
}

customElements.define("toast-line", ToastLine);
