import { Component, type ComponentChildren } from "preact";
import { t } from "../../src/base/l10n.ts";

/** Keeps a part that cannot be drawn from taking the page with it: what a sandbox sent may be anything. */
export class Boundary extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <p class="note">
        {t("This part could not be shown. “Open Transcript as Text” in the menu shows what it holds.")}
      </p>
    );
  }
}
