import { describe, expect, it } from "vitest";
import { pictureName, pictureOf } from "../../src/run/pictures.ts";

const show = (data: Record<string, string>, alt = "") => pictureOf({ kind: "display", data, alt });
const name = (alt: string, taken: readonly string[] = [], mime = "image/png") =>
  pictureName({ alt, mime, bytes: new Uint8Array() }, taken);

describe("the picture in a display", () => {
  it("is its PNG, with the title", () => {
    const png = Buffer.from("a png");
    const jpeg = Buffer.from("a jpeg");
    const data = { "image/jpeg": jpeg.toString("base64"), "image/png": png.toString("base64") };
    expect(show(data, "Sales")).toEqual({ mime: "image/png", bytes: png, alt: "Sales" });
  });

  it("is its JPEG where there is no PNG", () => {
    const picture = show({ "image/jpeg": Buffer.from("a jpeg").toString("base64") });
    expect(picture).toMatchObject({ mime: "image/jpeg", bytes: Buffer.from("a jpeg") });
  });

  it("is missing in a display of text or of other types", () => {
    expect(show({ "text/plain": "1", "text/html": "<b>1</b>", "image/svg+xml": "<svg/>" })).toBeNull();
  });
});

describe("the name of a picture", () => {
  it.each([
    ["Sales by month", "sales-by-month.png"],
    ["  Bill (mm) / depth: a & b ", "bill-mm-depth-a-b.png"],
    ["월별 매출 – 2024", "월별-매출-2024.png"],
    ["../../etc/passwd", "etc-passwd.png"],
    ["", "figure.png"],
    ["📈", "figure.png"],
    ["a\u0301rea", "área.png"],
  ])("for %j is %j", (title, expected) => {
    expect(name(title)).toBe(expected);
  });

  it("has the extension of its type", () => {
    expect(name("Photo", [], "image/jpeg")).toBe("photo.jpg");
  });

  it("has a number when it is taken", () => {
    expect(name("Plot", ["plot.png"])).toBe("plot-2.png");
    expect(name("Plot", ["plot.png", "plot-2.png", "plot-4.png"])).toBe("plot-3.png");
    expect(name("Plot", ["plot.jpg"])).toBe("plot.png");
  });

  it("is cut after 50 letters, never through one", () => {
    expect(name("가".repeat(80))).toBe(`${"가".repeat(50)}.png`);
    expect(name("𝒳".repeat(80))).toBe(`${"𝒳".repeat(50)}.png`);
  });
});
