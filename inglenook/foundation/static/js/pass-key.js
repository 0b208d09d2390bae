/**
 * Has the browser make or show a passkey before its form is sent.
 *
 * <pass-key data-begin="/…/" data-purpose="enter" data-failed="…"><form>
 *   <input type="hidden" name="credential"> <button data-passkey>…</button>
 *   <div data-problem hidden><div></div></div> </form></pass-key>
 *
 * A button with data-passkey asks the house what to ask of the browser (purpose: create, enter,
 * second or again), and puts the browser's answer into the form. data-unless names what is shown
 * instead where the browser knows no passkeys.
 */
class PassKey extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form) return;
    if (!window.PublicKeyCredential) return this.missing();
    this.over = new AbortController();
    this.form.addEventListener("submit", (event) => this.submit(event), { signal: this.over.signal });
  }

  disconnectedCallback() {
    this.over?.abort();
  }

  missing() {
    for (const button of this.querySelectorAll("[data-passkey]")) button.hidden = true;
    if (this.dataset.unable) this.say(this.dataset.unable);
  }

  async submit(event) {
    const button = event.submitter;
    const field = this.form.elements.credential;
    if (!button?.matches("[data-passkey]") || field.value) return;
    event.preventDefault();
    button.disabled = true;
    try {
      field.value = JSON.stringify(await this.ask());
      button.disabled = false;
      this.form.requestSubmit(button);
    } catch {
      // Whoever closes the browser's question, or waits too long, chooses another way.
      button.disabled = false;
      this.say(this.dataset.failed);
    }
  }

  async ask() {
    const body = new FormData();
    body.set("purpose", this.dataset.purpose);
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(this.dataset.begin, { method: "POST", body });
    if (!answer.ok) throw new Error("the house asks nothing");
    const { publicKey } = await answer.json();
    const made =
      this.dataset.purpose === "create"
        ? await navigator.credentials.create({ publicKey: creation(publicKey) })
        : await navigator.credentials.get({ publicKey: request(publicKey) });
    return made.toJSON ? made.toJSON() : told(made);
  }

  say(sentence) {
    const banner = this.querySelector("[data-problem]");
    if (!banner || !sentence) return;
    banner.querySelector("div").textContent = sentence;
    banner.hidden = false;
  }
}

const known = window.PublicKeyCredential ?? {};

function creation(asked) {
  if (known.parseCreationOptionsFromJSON) return known.parseCreationOptionsFromJSON(asked);
  const user = { ...asked.user, id: bytes(asked.user.id) };
  return { ...request(asked), user, excludeCredentials: ids(asked.excludeCredentials) };
}

function request(asked) {
  if (known.parseRequestOptionsFromJSON && !asked.user) return known.parseRequestOptionsFromJSON(asked);
  return { ...asked, challenge: bytes(asked.challenge), allowCredentials: ids(asked.allowCredentials) };
}

function ids(list) {
  return list?.map((one) => ({ ...one, id: bytes(one.id) }));
}

// Older browsers know neither the reading nor the writing of base64url.
function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function told(made) {
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const filled = names.filter((name) => made.response[name]);
  const response = Object.fromEntries(filled.map((name) => [name, text(made.response[name])]));
  const clientExtensionResults = made.getClientExtensionResults();
  return { id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults };
}

customElements.define("pass-key", PassKey);
