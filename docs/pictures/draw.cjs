// node draw.cjs SCENES FOLDER: [{name, kind: "message" | "modal" | "home", view}] → look-alike Slack pages, one a scene.
// A picture of what we send; it proves no limit.
const fs = require("node:fs");
const { createElement } = require("react");
const { renderToStaticMarkup } = require("react-dom/server");
const { Message } = require("slack-blocks-to-jsx");

const library = fs.readFileSync(require.resolve("slack-blocks-to-jsx/dist/style.css"), "utf8");
const frames = fs.readFileSync(`${__dirname}/frames.css`, "utf8");
const LOGO =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="8" fill="#1d3557"/>' +
      '<path d="M9 10h18v3H9zm0 6h18v2.4H9zm0 5.4h18v2.4H9zm0 5h11v2.4H9z" fill="#fff"/></svg>',
  );

const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const draw = (blocks, bare, at) =>
  renderToStaticMarkup(
    createElement(Message, {
      blocks,
      name: "digestbot",
      logo: LOGO,
      time: new Date(2026, 10, 24, ...at),
      theme: "light",
      withoutWrapper: bare,
      unstyled: false,
    }),
  );

// The library draws a one-line field as a box of many lines and no chosen option: those fields are drawn here.
const title = (option) => escape(option.text.text);
const fields = {
  plain_text_input: (e) =>
    `<div class="line${e.multiline ? " many" : ""}">${escape(e.initial_value ?? "") || `<i>${escape(e.placeholder?.text ?? "")}</i>`}</div>`,
  static_select: (e) => `<div class="line pick">${e.initial_option ? title(e.initial_option) : "<i>Choose</i>"}</div>`,
  multi_static_select: (e) =>
    `<div class="line pick">${(e.initial_options ?? []).map((o) => `<span class="chip">${title(o)}</span>`).join("") || "<i>Choose</i>"}</div>`,
  timepicker: (e) => `<div class="line pick time">${escape(e.initial_time)}</div>`,
};
const field = (block) =>
  `<div class="field"><b>${escape(block.label.text)}${block.optional ? " <i>(optional)</i>" : ""}</b>` +
  fields[block.element.type](block.element) +
  (block.hint ? `<small>${escape(block.hint.text)}</small>` : "") +
  "</div>";
const form = (blocks) =>
  blocks
    .map((one) => (one.type === "input" && fields[one.element.type] ? field(one) : draw([one], true, [9, 0])))
    .join("");

const page = (body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><style>${library}</style><style>${frames}</style><body>${body}`;

const kinds = {
  message: ({ channel, messages, whisper, at }) =>
    `<div class="frame channel"><div class="bar"># ${escape(channel)}</div>` +
    messages
      .map((one) => (whisper ? '<p class="whisper">👁 Only visible to you</p>' : "") + draw(one.blocks, false, at))
      .join("") +
    "</div>",
  modal: (view) =>
    `<div class="frame modal"><div class="bar">${escape(view.title.text)}<span class="close">✕</span></div>` +
    `<div class="body">${form(view.blocks)}</div>` +
    `<div class="foot"><span class="button">${escape(view.close.text)}</span>` +
    (view.submit ? `<span class="button go">${escape(view.submit.text)}</span>` : "") +
    "</div></div>",
  home: (view) =>
    '<div class="frame home"><div class="bar">digestbot<span class="tabs"><b>Home</b> Messages About</span></div>' +
    `<div class="body">${draw(view.blocks, true, [9, 0])}</div></div>`,
};

const [, , told, folder] = process.argv;
for (const one of JSON.parse(fs.readFileSync(told, "utf8"))) {
  fs.writeFileSync(`${folder}/${one.name}.html`, page(kinds[one.kind](one.view)));
}
