/* <plansok-sok>: a search box over Norwegian action plans for any site. One script tag, one
   element; no dependency. Documented at /sokeboks on the service that this file comes from. */
(() => {
  "use strict";
  if (customElements.get("plansok-sok")) return;

  const HOME = new URL(document.currentScript?.src ?? location.href).origin;
  const TEXTS = "TEXTS";
  const FILTERS = ["region", "plan", "target_group", "responsible", "year"];
  const PAUSE = 80;
  const MOST = 5;

  const STYLE = new CSSStyleSheet();
  STYLE.replaceSync(`
:host {
  --_text: var(--plansok-text, inherit);
  --_quiet: var(--plansok-quiet, light-dark(#5b5d60, #a7a8a9));
  --_surface: var(--plansok-surface, light-dark(#fff, #26282b));
  --_line: var(--plansok-line, light-dark(#77797b, #808183));
  --_accent: var(--plansok-accent, light-dark(#0062ba, #4c91cf));
  --_on-accent: var(--plansok-on-accent, light-dark(#fff, #000));
  --_link: var(--plansok-link, light-dark(#005db1, #8eaacb));
  --_active: var(--plansok-active, light-dark(#ddeaf6, #21446d));
  --_radius: var(--plansok-radius, 4px);
  display: block; color: var(--_text); font-family: var(--plansok-font, inherit); line-height: 1.5; text-align: start;
}
:host([hidden]) { display: none }
*, ::before, ::after { box-sizing: border-box }
label { display: block; font-weight: 500; margin-bottom: .35em }
.field { position: relative; display: flex }
input, button { font: inherit; min-height: 2.75em; border: 1px solid var(--_line) }
input {
  flex: 1; min-width: 0; padding: .3em .8em; color: inherit; background: var(--_surface);
  border-radius: var(--_radius) 0 0 var(--_radius); appearance: none;
}
button {
  padding: .3em 1.1em; cursor: pointer; font-weight: 500; border-color: var(--_accent);
  border-radius: 0 var(--_radius) var(--_radius) 0; color: var(--_on-accent); background: var(--_accent);
}
:focus-visible { outline: 3px solid currentcolor; outline-offset: 2px; z-index: 1 }
[role=listbox] {
  position: absolute; z-index: 10; inset: calc(100% + 4px) 0 auto; max-height: 22em; overflow: auto; margin: 0; padding: .25em;
  list-style: none; background: var(--_surface); border: 1px solid var(--_line); border-radius: var(--_radius);
  box-shadow: 0 4px 12px #0003;
}
[hidden] { display: none !important }
[role=option] { padding: .45em .6em; border-radius: var(--_radius); cursor: pointer; overflow-wrap: anywhere }
[role=option]:hover { background: var(--_active) }
[aria-selected=true] { background: var(--_active); outline: 2px solid var(--_accent); outline-offset: -2px }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
section { margin-top: 1em }
h2 { font-size: 1.15em; margin: 0 0 .5em; line-height: 1.3 }
p { margin: 0 0 .5em }
ol { list-style: none; margin: 0; padding: 0 }
ol li { padding: .7em 0; border-top: 1px solid color-mix(in srgb, var(--_line) 50%, transparent); overflow-wrap: anywhere }
a { color: var(--_link); text-underline-offset: .2em; display: inline-block; min-height: 1.5em }
dl { display: flex; flex-wrap: wrap; gap: .1em 1.5em; margin: .3em 0; font-size: .92em }
dl div { max-width: 100% }
dt { display: inline; color: var(--_quiet) }
dt::after { content: ": " }
dd { display: inline; margin: 0 }
.quiet { color: var(--_quiet); font-size: .92em }
@media (forced-colors: active) { [aria-selected=true] { forced-color-adjust: none; background: Highlight; color: HighlightText } }
`);

  const make = (tag, props = {}, ...children) => {
    const { part, role, ...rest } = props;
    const node = Object.assign(document.createElement(tag), rest);
    if (part) node.setAttribute("part", part);
    if (role) node.setAttribute("role", role);
    node.append(...children.filter((child) => child != null && child !== ""));
    return node;
  };

  class PlansokSok extends HTMLElement {
    static observedAttributes = ["lang", "label"];

    #root = this.attachShadow({ mode: "open", delegatesFocus: true });
    #shown = [];
    #active = -1;
    #typed = "";
    #timer = 0;
    #asked = null;

    connectedCallback() {
      if (this.#root.firstChild) return;
      this.#root.adoptedStyleSheets = [STYLE];
      this.label = make("label", { part: "label", htmlFor: "q" });
      this.input = make("input", {
        part: "input", id: "q", name: "q", type: "search", maxLength: 500, autocomplete: "off", role: "combobox",
        spellcheck: false,
      });
      this.list = make("ul", { part: "suggestions", id: "list", role: "listbox", hidden: true });
      this.button = make("button", { part: "button", type: "submit" });
      this.said = make("div", { className: "said", role: "status" });
      this.answer = make("section", { part: "answer", hidden: true });
      this.input.setAttribute("aria-autocomplete", "list");
      this.input.setAttribute("aria-controls", "list");
      this.input.setAttribute("aria-expanded", "false");
      const field = make("div", { className: "field" }, this.input, this.button, this.list);
      const form = (this.form = make("form", { part: "form", role: "search" }, this.label, field));
      this.#root.append(form, this.said, this.answer);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.search(this.input.value);
      });
      this.input.addEventListener("input", () => {
        this.#typed = this.input.value;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#suggest(), PAUSE);
      });
      this.input.addEventListener("blur", () => this.#offer([]));
      this.input.addEventListener("keydown", (event) => this.#key(event));
      this.#speak();
      const first = this.getAttribute("q");
      if (first) this.search(first);
    }

    disconnectedCallback() {
      clearTimeout(this.#timer);
      this.#asked?.abort();
    }

    attributeChangedCallback() {
      if (this.label) this.#speak();
    }

    /* Asks a question as if it had been typed; a page may call this too. */
    async search(text) {
      const question = text.trim();
      clearTimeout(this.#timer);
      this.#offer([]);
      this.input.value = this.#typed = text;
      if (!question) return this.input.focus();
      this.#tell(this.#say("loading"));
      try {
        const found = await this.#get("ask", { q: question });
        if (found) {
          const near = found.answered ? [] : await this.#get("search", { q: question, kind: "measure", k: 3 });
          if (near) this.#show(found, near.hits ?? []);
        }
      } catch {
        this.#fail();
      }
    }

    get #language() {
      const asked = (this.closest("[lang]")?.lang ?? "nb").toLowerCase().split("-")[0];
      return TEXTS[asked] ? asked : "nb";
    }

    get #home() {
      return new URL(this.getAttribute("api") || HOME, location.href).href.replace(/\/+$/, "");
    }

    #say(name, values = {}) {
      return TEXTS[this.#language][name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
    }

    #speak() {
      this.label.textContent = this.getAttribute("label") || this.#say("label");
      this.button.textContent = this.#say("search");
      for (const node of [this.list, this.form]) node.setAttribute("aria-label", this.label.textContent);
      this.answer.lang = this.said.lang = this.#language;
    }

    #filters() {
      return FILTERS.flatMap((name) =>
        (this.getAttribute(name.replace("_", "-")) ?? "")
          .split(/[,;]/)
          .map((value) => [name, value.trim()])
          .filter(([, value]) => value),
      );
    }

    #address(path, params) {
      return `${this.#home}${path}?${new URLSearchParams(params)}`;
    }

    /* The answer as JSON; null where a later question overtook this one. */
    async #get(call, params) {
      this.#asked?.abort();
      const { signal } = (this.#asked = new AbortController());
      const narrowed = call === "suggest" ? [] : this.#filters();
      try {
        const address = this.#address(`/v1/${call}`, [...Object.entries(params), ...narrowed]);
        const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
        if (!response.ok) throw new Error(response.status);
        return await response.json();
      } catch (error) {
        if (signal.aborted) return null;
        throw error;
      }
    }

    async #suggest() {
      const typed = this.#typed;
      if (typed.trim().length < 2) return this.#offer([]);
      try {
        const found = await this.#get("suggest", { q: typed.trim() });
        if (!found || this.#root.activeElement !== this.input || this.input.value !== typed) return;
        this.#offer(found.suggestions);
        const n = found.suggestions.length;
        this.#tell(this.#say(n ? "suggestions" : "suggestions_none", { n }));
      } catch {
        this.#offer([]);
      }
    }

    #offer(names) {
      this.#shown = names;
      this.#active = -1;
      this.list.replaceChildren(
        ...names.map((name, index) => {
          const option = make("li", { part: "suggestion", id: `option-${index}`, role: "option", textContent: name });
          option.setAttribute("aria-selected", "false");
          option.addEventListener("pointerdown", (event) => event.preventDefault());
          option.addEventListener("click", () => this.search(name));
          return option;
        }),
      );
      this.list.hidden = !names.length;
      this.input.setAttribute("aria-expanded", String(!this.list.hidden));
      this.input.removeAttribute("aria-activedescendant");
    }

    #point(index) {
      this.list.children[this.#active]?.setAttribute("aria-selected", "false");
      this.#active = index;
      const option = this.list.children[index];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) this.input.setAttribute("aria-activedescendant", option.id);
      else this.input.removeAttribute("aria-activedescendant");
      this.input.value = option ? this.#shown[index] : this.#typed;
    }

    #key(event) {
      if (event.isComposing) return;
      const open = !this.list.hidden;
      const last = this.#shown.length - 1;
      if (event.key === "ArrowDown" && !open) this.#suggest();
      else if (event.key === "ArrowDown") this.#point(this.#active < last ? this.#active + 1 : -1);
      else if (event.key === "ArrowUp" && open) this.#point(this.#active < 0 ? last : this.#active - 1);
      else if (event.key === "Escape" && open) {
        this.#point(-1);
        this.#offer([]);
      } else return;
      event.preventDefault();
    }

    #tell(text) {
      this.said.textContent = text;
    }

    #fail() {
      this.#fill(make("h2", { part: "heading", id: "heading", textContent: this.#say("failed") }));
      this.#tell(this.#say("failed"));
    }

    #fill(...nodes) {
      this.answer.replaceChildren(...nodes.filter(Boolean));
      this.answer.hidden = false;
    }

    #show(found, near) {
      const { findings, coverage, citations } = found;
      const limit = Number(this.getAttribute("limit")) || MOST;
      const plans = coverage.filter((each) => each.verdict === "yes");
      const lacking = coverage.filter((each) => each.verdict === "no");
      const without = lacking.filter((each) => !each.searched.no_status);
      const silent = lacking.filter((each) => each.searched.no_status);
      const counted = { n: findings.length, plans: plans.length, all: coverage.length };
      const heading = !found.answered
        ? this.#say("not_found")
        : findings.length
          ? this.#say(findings.length === 1 ? "count_one" : "count", counted)
          : this.#say("facts");
      const name = (each) => each.called;
      const names = Object.fromEntries(coverage.map((each) => [each.plan_id, name(each)]));
      const cited = new Set(findings.map((each) => each.citation));
      const facts = citations.filter((_, index) => found.answered && !cited.has(index));
      const items = [
        ...findings.slice(0, limit).map((each) => this.#item(each, names[each.plan_id], citations[each.citation])),
        ...near.map((hit) => this.#near(hit)),
      ];
      const quotes = facts.slice(0, limit).map((each) => this.#fact(each, names[each.plan_id]));
      this.#fill(
        make("h2", { part: "heading", id: "heading", textContent: heading }),
        found.answered ? null : make("p", { part: "message", lang: found.language, textContent: found.answer }),
        ...(found.answered ? (found.parts.length ? found.parts : [found]) : [])
          .filter((each) => each.caveat)
          .map((each) => make("p", { part: "message", lang: found.language, textContent: each.caveat })),
        near.length ? make("p", { part: "message", textContent: this.#say("nearest") }) : null,
        items.length ? make("ol", { part: "results" }, ...items) : null,
        items.length && quotes.length ? make("p", { part: "message", textContent: this.#say("facts") }) : null,
        quotes.length ? make("ol", { part: "results" }, ...quotes) : null,
        found.answered && without.length
          ? make("p", { part: "without", className: "quiet", textContent: this.#say("not_in", { plans: without.map(name).join(", ") }) })
          : null,
        found.answered && silent.length
          ? make("p", { part: "without", className: "quiet", textContent: this.#say("silent", { plans: silent.map(name).join(", ") }) })
          : null,
        make("p", { part: "more" }, make("a", {
          part: "link",
          href: this.#address("/", [["q", found.question], ...this.#filters(), ["lang", this.#language]]),
          textContent: this.#say("more"),
        })),
      );
      this.#tell(heading);
      const detail = { question: found.question, answered: found.answered, findings: findings.length };
      this.dispatchEvent(new CustomEvent("plansok-svar", { bubbles: true, composed: true, detail }));
    }

    #item(measure, plan, citation) {
      const blank = (field) => this.#say(measure.uncertain.includes(field) ? "unread" : "blank");
      const fields = [
        ["who", measure.responsible.join(", ") || blank("responsible")],
        ["when", measure.deadline || blank("deadline")],
        ["status", measure.status],
        ["text", measure.uncertain.includes("text") ? this.#say("unread") : null],
      ];
      return make("li", { part: "result" },
        make("a", { part: "link", href: `${this.#home}/tiltak/${encodeURIComponent(measure.measure_id)}?lang=${this.#language}`, textContent: measure.text.split("\n")[0] }),
        make("dl", { part: "fields" }, ...fields.filter(([, value]) => value).map(([field, value]) =>
          make("div", {}, make("dt", { textContent: this.#say(field) }), make("dd", { textContent: value })))),
        this.#source(plan, citation, measure.measure_id),
      );
    }

    #fact(citation, plan) {
      return make("li", { part: "result" },
        make("span", { part: "quote", lang: "nb", textContent: citation.quote }), this.#source(plan, citation));
    }

    #near({ measure, citation, plan }) {
      const period = [...new Set([plan.from, plan.to].filter(Boolean))].join("–");
      return this.#item(measure, `${plan.region_name} ${period}`.trim(), citation);
    }

    #source(plan, citation, passage) {
      const at = citation.page ? "at_page" : "at_line";
      const place = passage && citation.boxes.length ? `side-${citation.boxes[0].page}` : `L${citation.line}`;
      const cited = passage ? ["passasje", passage] : ["linje", `${citation.line}-${citation.end_line}`];
      return make("div", { part: "source", className: "quiet" }, `${plan} · `, make("a", {
        part: "citation",
        href: `${this.#address(`/kilde/${encodeURIComponent(citation.plan_id)}`, [cited, ["lang", this.#language]])}#${place}`,
        textContent: this.#say(at, citation),
      }));
    }
  }

  customElements.define("plansok-sok", PlansokSok);
})();
