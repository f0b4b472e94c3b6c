import { memo } from "preact/compat";
import { useRef } from "preact/hooks";
import type { Output } from "../../src/domain/output.ts";
import { BlockBoundary } from "./blockBoundary.tsx";
import { Display } from "./display.tsx";
import { Failure } from "./failure.tsx";
import { request } from "./host.ts";
import { outputId } from "./numberLinks.ts";
import { type Group, OutputGroups, type OtherOutput, plainText } from "./outputGroups.ts";
import { Picture } from "./picture.tsx";
import { StreamText } from "./streamText.tsx";

interface Props {
  cellId: string;
  outputs: readonly Output[];
  filesUri: string;
}

/** What a cell produced, in order. */
export const Outputs = memo(function Outputs({ cellId, outputs, filesUri }: Props) {
  const groups = useRef<OutputGroups | null>(null);
  groups.current ??= new OutputGroups();
  if (outputs.length === 0) return null;
  return (
    <div class="outputs">
      {groups.current.update(outputs).map((group, index) => (
        <div key={index} class="output" id={outputId(cellId, index)}>
          <OutputGroup group={group} filesUri={filesUri} />
        </div>
      ))}
    </div>
  );
});

interface GroupProps {
  group: Group;
  filesUri: string;
}

const OutputGroup = memo(function OutputGroup({ group, filesUri }: GroupProps) {
  if (group.kind === "text") {
    const { view, pieces } = group;
    const openAll = (): void => void request("openText", { text: plainText(pieces), language: "plaintext" });
    return <StreamText view={view} onOpenAll={openAll} />;
  }
  return (
    <BlockBoundary value={group.output}>
      <OneOutput output={group.output} filesUri={filesUri} />
    </BlockBoundary>
  );
});

interface OneProps {
  output: OtherOutput;
  filesUri: string;
}

function OneOutput({ output, filesUri }: OneProps) {
  switch (output.kind) {
    case "error":
      return <Failure output={output} />;
    case "image":
      return <Picture output={output} filesUri={filesUri} />;
    case "display":
      return <Display data={output.data} />;
  }
}
