import { memo } from "preact/compat";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Transcript } from "../../src/domain/transcript.ts";
import { newsOf } from "./news.ts";

/** Tells a screen reader what is finished, never every token. */
export const Announcer = memo(function Announcer({ transcript }: { transcript: Transcript | null }) {
  const before = useRef(transcript);
  const [news, tell] = useState("");
  useEffect(() => {
    const next = newsOf(before.current, transcript);
    before.current = transcript;
    if (next !== "") tell(next);
  }, [transcript]);
  return (
    <div class="sr-only" role="status">
      {news}
    </div>
  );
});
