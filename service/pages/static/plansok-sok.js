/* <plansok-sok>: a search box over Norwegian action plans for any site. One script tag, one
   element; no dependency. Documented at /sokeboks on the service that this file comes from. */
(() => {
  "use strict";
  if (customElements.get("plansok-sok")) return;

  const HOME = new URL(document.currentScript?.src ?? location.href).origin;
  const TEXTS = "TEXTS";
  const FILTERS = ["region", "plan", "target_group", "responsible", "year"];
  const WITH_COMMAS = ["target_group", "responsible"]; // names that may hold one: only ";" is between them
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
h3 { font-size: 1.05em; margin: 1em 0 .35em; line-height: 1.3 }
p { margin: 0 0 .5em }
ol { list-style: none; margin: 0; padding: 0 }
ol li { padding: .7em 0; border-top: 1px solid color-mix(in srgb, var(--_line) 50%, transparent); overflow-wrap: anywhere }
a { color: var(--_link); text-underline-offset: .2em; display: inline-block; min-height: 1.5em }
dl { display: flex; flex-wrap: wrap; gap: .1em 1.5em; margin: .3em 0; font-size: .92em }
dl div { max-width: 100% }
dt { display: inline; color: var(--_quiet) }
dt::after { content: ": " }
dd { display: inline; margin: 0 }
[part=caveat] { border-inline-start: 4px solid var(--_accent); padding-inline-start: .7em; font-weight: 500 }
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

  /* A sentence that leads up to a list, as one that stands by itself. */
  const closed = (line) => line.replace(/:$/, ".");

  /* The lines of an answer's text that cite nothing, before and after those that do, and the 0-based
     numbers of all that is cited. What begins with a dash goes on to its mark. */
  const sentencesOf = (answer) => {
    const told = { before: [], after: [], marks: [] };
    let open = false;
    for (const line of answer.split("\n")) {
      const mark = line.match(/\[(\d+)\]$/);
      if (mark) told.marks.push(mark[1] - 1);
      else if (!open && !line.startsWith("– ") && line) (told.marks.length ? told.after : told.before).push(line);
      open = !mark && (open || line.startsWith("– "));
    }
    return told;
  };

  /* The text that heads a question without an answer. */
  const whyNot = ({ reason, caveat, coverage }) => {
    if (reason === "period_not_indexed" && caveat) return "reason_outside_period";
    if (reason !== "no_evidence") return `reason_${reason}`;
    if (!coverage.length) return "reason_shut_out";
    const unread = ({ verdict, searched }) => verdict === "unreadable" && !searched.measures;
    return coverage.every(unread) ? "reason_not_read" : "reason_no_evidence_in";
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
        const found = await this.#get("ask", { q: question, language: this.#language });
        if (found) {
          const near = found.answered ? [] : await this.#get("search", { q: question, kind: "measure", k: 3 });
          if (near) this.#show(found, near.hits ?? []);
        }
      } catch (error) {
        this.#fail(error.problem);
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
          .split(WITH_COMMAS.includes(name) ? ";" : /[,;]/)
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
      try {
        const address = this.#address(`/v1/${call}`, [...Object.entries(params), ...this.#filters()]);
        const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
        if (!response.ok) {
          const problem = await response.json().catch(() => null);
          throw Object.assign(new Error(response.status), { problem });
        }
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

    /* What went wrong: of a value that no plan has, which, and what may be meant. */
    #fail(problem) {
      const wrong = problem?.status < 500;
      const said = this.#say(wrong ? "wrong" : "failed");
      const lines = !wrong
        ? []
        : problem.value
          ? [
              this.#say("unknown_value", { name: this.#say(`filter_${problem.parameter}`).toLowerCase(), value: problem.value }),
              problem.suggestions?.length ? `${this.#say("did_you_mean")} ${problem.suggestions.join("; ")}` : "",
            ]
          : [problem.detail];
      this.#fill(
        make("h2", { part: "heading", id: "heading", textContent: said }),
        ...lines.filter(Boolean).map((line) =>
          make("p", { part: "message", lang: problem.value ? this.#language : "en", textContent: line })),
      );
      this.#tell([said, ...lines].join(" "));
    }

    #fill(...nodes) {
      this.answer.replaceChildren(...nodes.filter(Boolean));
      this.answer.hidden = false;
    }

    #show(found, near) {
      const { coverage, notes, parts } = found;
      const name = (each) => each.called;
      const names = Object.fromEntries(coverage.map((each) => [each.plan_id, name(each)]));
      const several = parts.length > 1;
      const whole = { ...found, findings: found.findings.map((_, index) => index) };
      const views = (several ? parts : [whole]).map((part) => this.#part(part, found, names, name));
      const heading = several ? this.#say("answer_parts", { n: parts.length }) : views[0].heading;
      const sections = several
        ? views.flatMap((view, index) => [
            make("h3", { part: "question", lang: found.language, textContent: parts[index].question }),
            make("p", { part: "message", textContent: view.heading }),
            ...view.nodes,
          ])
        : views[0].nodes;
      const sentences = notes.filter((note) => note.endsWith("."));
      const understood = notes.filter((note) => !note.endsWith("."));
      const said = (line) => make("p", { part: "notes", className: "quiet", lang: found.language, textContent: line });
      this.#fill(
        make("h2", { part: "heading", id: "heading", textContent: heading }),
        ...sections,
        near.length ? make("p", { part: "message", textContent: this.#say("nearest") }) : null,
        near.length ? make("ol", { part: "results" }, ...near.map((hit) => this.#near(hit))) : null,
        ...sentences.map(said),
        understood.length
          ? make("p", { part: "notes", className: "quiet" }, `${this.#say("understood")}: `,
              make("span", { lang: found.language, textContent: understood.join("; ") }))
          : null,
        make("p", { part: "more" }, make("a", {
          part: "link",
          href: this.#address("/", [["q", found.question], ...this.#filters(), ["lang", this.#language]]),
          textContent: this.#say("more"),
        })),
      );
      const caveats = (several ? parts : [found]).map((part) => part.caveat);
      this.#tell([heading, ...caveats].filter(Boolean).join(". "));
      const detail = { question: found.question, answered: found.answered, findings: found.findings.length };
      this.dispatchEvent(new CustomEvent("plansok-svar", { bubbles: true, composed: true, detail }));
    }

    /* What answers one question, or why nothing does: how it is headed, and what stands below. */
    #part(part, { findings, citations, language }, names, name) {
      const limit = Number(this.getAttribute("limit")) || MOST;
      const own = part.findings.map((index) => findings[index]);
      const told = sentencesOf(part.answer);
      const paragraph = (line) => make("p", { part: "message", lang: language, textContent: line });
      if (!part.answered) {
        return { heading: this.#say(whyNot(part)), nodes: part.answer.split("\n").map(paragraph) };
      }
      const cited = new Set(own.map((each) => each.citation));
      const facts = told.marks.filter((index) => !cited.has(index)).map((index) => citations[index]);
      const listed = (verdict) => part.coverage.filter((each) => each.verdict === verdict);
      const counted = {
        n: own.length, plans: new Set(own.map((each) => each.plan_id)).size, all: part.coverage.length,
        plan: part.coverage[0]?.called,
      };
      const reply = part.reply ? `${this.#say(`reply_${part.reply}`)} ` : "";
      const count = part.coverage.length === 1 ? "answer_in" : "answer_count";
      const heading = own.length
        ? reply + this.#say(own.length === 1 ? `${count}_one` : count, counted)
        : this.#say("answer_facts");
      const lead = told.before.filter((line) => line !== part.caveat);
      const more = !own.length || lead.length > 1 || part.reply === "not_all" || part.unsaid.length;
      const without = (key, plans) =>
        plans.length
          ? make("p", { part: "without", className: "quiet", textContent: this.#say(key, { plans: plans.join(", ") }) })
          : null;
      const hard = (each) => (each.searched.hard_to_read ? `${name(each)} (${this.#say("hard_to_read")})` : name(each));
      const pages = ({ searched: { unread: tables, unreadable: unread } }) => {
        const places = tables.map((table) =>
          this.#say(table.page === null ? "unread_table_line" : "unread_table_page", table));
        if (unread.length)
          places.push(this.#say(unread.length === 1 ? "unread_pages_one" : "unread_pages", { pages: unread.join(", ") }));
        return places.length ? ` (${places.join(", ")})` : "";
      };
      const unread = (kind) =>
        listed("unreadable")
          .filter(({ searched: { unread: tables, unreadable } }) =>
            kind === (tables.length ? "tables" : unreadable.length ? "pages" : "measures"))
          .map((each) => name(each) + pages(each));
      const items = own.slice(0, limit).map((each) => this.#item(each, names[each.plan_id], citations[each.citation], language));
      const quotes = facts.slice(0, limit).map((each) => this.#fact(each, names[each.plan_id]));
      const others = new Set(facts.map((each) => each.plan_id)).size;
      const beside = this.#say(others === 1 ? "beside_one" : "beside", { n: others });
      const nodes = [
        part.caveat ? make("p", { part: "caveat", lang: language, textContent: closed(part.caveat) }) : null,
        ...(more ? lead.map(closed).map(paragraph) : []),
        items.length ? make("ol", { part: "results" }, ...items) : null,
        items.length && quotes.length ? make("p", { part: "message", textContent: beside }) : null,
        quotes.length ? make("ol", { part: "results" }, ...quotes) : null,
        ...(own.length ? [] : told.after.map(paragraph)),
        without("not_in", listed("no").filter((each) => !each.searched.no_status).map(hard)),
        without("silent", listed("no").filter((each) => each.searched.no_status).map(hard)),
        without("unread_tables", unread("tables")),
        without("unreadable", unread("pages")),
        without("untold", unread("measures")),
      ];
      return { heading, nodes: nodes.filter(Boolean) };
    }

    #item(measure, plan, citation, language) {
      const blank = (field) => this.#say(measure.uncertain.includes(field) ? "unread" : "blank");
      const moved = measure.moved_from ? ` ${this.#say("moved_from", { old: measure.moved_from })}` : "";
      const corrected = (measure.corrections ?? []).map((each) =>
        this.#say("corrected_by", { field: this.#say(`field_${each.field}`), by: each.by, day: each.date }));
      const fields = [
        ["who", measure.responsible.join(", ") || blank("responsible")],
        ["when", measure.deadline ? measure.deadline + moved : blank("deadline")],
        ["status", measure.status],
        ["text", measure.uncertain.includes("text") ? this.#say("unread") : null],
        ["corrected", corrected.join("; ")],
      ];
      const rows = [
        ...Object.entries(measure.columns ?? {}),
        ...fields.filter(([, value]) => value).map(([field, value]) => [this.#say(field), value]),
      ];
      const number = measure.number ? `${measure.number} ` : "";
      return make("li", { part: "result" },
        make("a", { part: "link", href: `${this.#home}/tiltak/${encodeURIComponent(measure.measure_id)}?lang=${this.#language}`, textContent: number + measure.shown }),
        measure.said ? make("div", { part: "said", lang: language, textContent: measure.said }) : null,
        make("dl", { part: "fields" }, ...rows.map(([name, value]) =>
          make("div", {}, make("dt", { textContent: name }), make("dd", { textContent: value })))),
        this.#source(measure.earlier_plan ? `${plan} (${this.#say("earlier_plan")})` : plan, citation, measure.measure_id),
      );
    }

    #fact(citation, plan) {
      return make("li", { part: "result" },
        make("span", { part: "quote", lang: "nb", textContent: citation.text ?? citation.quote }), this.#source(plan, citation));
    }

    #near({ measure, shown, citation, plan }) {
      const period = [...new Set([plan.from, plan.to].filter(Boolean))].join("–");
      return this.#item({ ...measure, shown }, `${plan.region_name} ${period}`.trim(), citation);
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
