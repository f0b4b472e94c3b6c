import { Component, type ComponentChildren } from "preact";
import { t } from "../../src/base/l10n.ts";
import { jsonText } from "./jsonView.tsx";
import { request } from "./host.ts";

interface Props {
  /** What is shown in it; another value is tried anew. */
  value: unknown;
  children: ComponentChildren;
}

/** Keeps what cannot be shown from taking the rest of the page with it. */
export class BlockBoundary extends Component<Props, { failed: unknown }> {
  override state = { failed: null as unknown };

  override componentDidCatch(): void {
    this.setState({ failed: this.props.value });
  }

  override render() {
    const { value, children } = this.props;
    if (this.state.failed === null || this.state.failed !== value) return children;
    return (
      <p class="note unshown">
        {t("This output cannot be shown.")}{" "}
        <button class="link" onClick={() => openAsText(value)}>
          {t("Open as text")}
        </button>
      </p>
    );
  }
}

function openAsText(value: unknown): void {
  void request("openText", { text: jsonText(value), language: "plaintext" });
}
