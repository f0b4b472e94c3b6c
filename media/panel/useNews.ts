import { useEffect, useRef } from "preact/hooks";
import type { Transcript } from "../../src/domain/transcript.ts";
import { announce } from "./announce.ts";
import { newsOf } from "./news.ts";

/** Tells a screen reader what is finished, never every token. */
export function useNews(transcript: Transcript | null): void {
  const before = useRef(transcript);
  useEffect(() => {
    const news = newsOf(before.current, transcript);
    before.current = transcript;
    if (news !== "") announce(news);
  }, [transcript]);
}
