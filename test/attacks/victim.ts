// A process that does nothing but answer: it is there to be killed.
process.on("message", () => process.send?.("alive"));
process.on("disconnect", () => process.exit());
process.send?.("alive");
