import DOMPurify from "dompurify";

// Links open only by a press, and VS Code takes care of where; nothing else may load anything.
const SAFE = {
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|sandbox:|\/mnt\/data\/|#output-)/i,
  FORBID_TAGS: [
    "img",
    "style",
    "form",
    "input",
    "textarea",
    "select",
    "button",
    "svg",
    "audio",
    "video",
    "picture",
  ],
  FORBID_ATTR: ["style"],
};

/** HTML that our own Markdown renderer made, without anything that runs or loads. */
export function safeHtml(html: string): string {
  return DOMPurify.sanitize(html, SAFE);
}

/**
 * HTML of a cell as far as it can be shown: nothing that runs or loads, nothing that looks like a part of the page.
 * Null when that leaves nothing to be seen, as with plots that are scripts.
 */
export function shownHtml(html: string): string | null {
  const safe = DOMPurify.sanitize(html, {
    ...SAFE,
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/i,
    FORBID_ATTR: ["style", "class", "id", "name", "tabindex", "role", "popover"],
    ALLOW_ARIA_ATTR: false,
    ALLOW_DATA_ATTR: false,
  });
  const seen = new DOMParser().parseFromString(safe, "text/html").body.textContent;
  return seen.trim() === "" ? null : safe;
}
